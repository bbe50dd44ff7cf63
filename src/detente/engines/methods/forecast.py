"""The methods of the forecast engine: where positions lead, who decides, and what a forecast was worth."""

from __future__ import annotations

from detente.engines.methods.entry import Method, Reference

_ENGINE = "detente.engines.forecast"
_ACHEN = Reference(
    "Achen, C. H.",
    2006,
    "Institutional realism and bargaining models",
    "In Thomson, R. et al. (eds.), The European Union Decides, Cambridge University Press, chapter 4 (recalled)",
)
_TSEBELIS = Reference(
    "Tsebelis, G.",
    2002,
    "Veto Players: How Political Institutions Work",
    "Princeton University Press, chapter 1 (recalled)",
)
_EFIRD = Reference(
    "Efird, B., Lester, P. and Wise, B.",
    2016,
    "Analyzing coalitions in China's policy formulation",
    "Journal of East Asian Studies 16: 117-145",
    "10.1017/jea.2015.4",
)

METHODS: tuple[Method, ...] = (
    Method(
        name="weighted-mean",
        title="Weighted mean of positions",
        formula="O = sum w_i x_i / sum w_i",
        function=f"{_ENGINE}.weighted_mean.weighted_mean",
        reference=_ACHEN,
        page="docs/methods/weighted-mean.md",
        library="library/scholz-2011",
    ),
    Method(
        name="weighted-median",
        title="Weighted median of positions",
        formula="argmin sum w_i |x - x_i|",
        function=f"{_ENGINE}.weighted_median.weighted_median",
        reference=Reference(
            "Black, D.",
            1948,
            "On the rationale of group decision-making",
            "Journal of Political Economy 56(1): 23-34 (recalled)",
        ),
        page="docs/methods/weighted-median.md",
        library="library/scholz-2011",
    ),
    Method(
        name="compromise",
        title="Compromise model",
        formula="O = sum c_i s_i x_i / sum c_i s_i",
        function=f"{_ENGINE}.weighted_mean.compromise",
        reference=_ACHEN,
        page="docs/methods/compromise.md",
        library="library/scholz-2011",
    ),
    Method(
        name="nash-outcome",
        title="Nash bargaining on a scale",
        formula="argmax sum c_i ln(D + s_i (rp - x_i)^2 - s_i (O - x_i)^2)",
        function=f"{_ENGINE}.nash_outcome.nash_outcome",
        reference=Reference(
            "Nash, J. F.", 1950, "The bargaining problem", "Econometrica 18(2): 155-162", "10.2307/1907266"
        ),
        page="docs/methods/nash-outcome.md",
        library="library/scholz-2011",
    ),
    Method(
        name="challenge-model",
        title="Challenge model (expected utility)",
        formula="E_ij = s_j (P Us + (1 - P) Uf) + (1 - s_j) Us - Q Usq - (1 - Q)(T Ub + (1 - T) Uw)",
        function=f"{_ENGINE}.challenge.model.challenge_model",
        reference=Reference(
            "Scholz, J. B., Calbert, G. J. and Smith, G. A.",
            2011,
            "Unravelling Bueno de Mesquita's group decision model",
            "ICAART 2011, pages 17-30",
            "10.5220/0003121500180030",
        ),
        page="docs/methods/challenge-model.md",
        library="library/scholz-2011",
    ),
    Method(
        name="position-exchange",
        title="Position exchange model",
        formula="s_ip D_p - s_iq D_q = s_jq D_q - s_jp D_p, the highest gain first",
        function=f"{_ENGINE}.exchange.model.position_exchange",
        reference=Reference(
            "Stokman, F. N. and Van Oosten, R.",
            1994,
            "The exchange of voting positions: an object-oriented model of policy networks",
            "In Bueno de Mesquita, B. and Stokman, F. N. (eds.), European Community Decision Making, Yale University "
            "Press, chapter 5 (recalled)",
        ),
        page="docs/methods/position-exchange.md",
        library="library/stokman-van-oosten-1994",
    ),
    Method(
        name="spatial-model",
        title="Spatial model of politics",
        formula="u = (1 - d)(1 + r d); i challenges j for (u_ii - u_ij)(1 - 2 s_j (1 - p)); they meet by (s p)^2",
        function=f"{_ENGINE}.spatial_model.model.spatial_model",
        reference=_EFIRD,
        page="docs/methods/spatial-model.md",
        library="library/ktab-2017",
    ),
    Method(
        name="condorcet-election",
        title="Probabilistic Condorcet election",
        formula="pi_i ~ prod_j P_ij, or the long run of challenges; P_ij = S_ij^n / (S_ij^n + S_ji^n)",
        function=f"{_ENGINE}.spatial_model.election.condorcet_election",
        reference=_EFIRD,
        page="docs/methods/condorcet-election.md",
        library="library/ktab-2017",
    ),
    Method(
        name="shapley-shubik",
        title="Shapley-Shubik power index",
        formula="phi_i = sum over swings of i of |S|! (n - |S| - 1)! / n!",
        function=f"{_ENGINE}.power.shapley_shubik.shapley_shubik",
        reference=Reference(
            "Shapley, L. S. and Shubik, M.",
            1954,
            "A method for evaluating the distribution of power in a committee system",
            "American Political Science Review 48(3): 787-792",
            "10.2307/1951053",
        ),
        page="docs/methods/shapley-shubik.md",
        library="library/shapley-shubik-1954",
    ),
    Method(
        name="banzhaf",
        title="Banzhaf power index",
        formula="b_i = number of swings of i; absolute b_i / 2^(n - 1), normalised b_i / sum b",
        function=f"{_ENGINE}.power.banzhaf.banzhaf",
        reference=Reference(
            "Banzhaf, J. F.",
            1965,
            "Weighted voting doesn't work: a mathematical analysis",
            "Rutgers Law Review 19(2): 317-343 (recalled)",
        ),
        page="docs/methods/banzhaf.md",
        library="library/shapley-shubik-1954",
    ),
    Method(
        name="winset",
        title="Winset on a line",
        formula="{y : those with |y - x_i| < |sq - x_i| win}",
        function=f"{_ENGINE}.voting.winset.winset",
        reference=_TSEBELIS,
        page="docs/methods/winset.md",
        library="library/tsebelis-2002",
    ),
    Method(
        name="winset-plane",
        title="Winset in a plane",
        formula="union over winning coalitions of the intersection of discs |y - x_i| < |sq - x_i|",
        function=f"{_ENGINE}.voting.winset_plane.winset_plane",
        reference=_TSEBELIS,
        page="docs/methods/winset-plane.md",
        library="library/tsebelis-2002",
    ),
    Method(
        name="veto-players",
        title="Veto players: winset and core of a list",
        formula="y defeats x iff those with |y - a_i| <= |x - a_i| win and one of them has <",
        function=f"{_ENGINE}.voting.veto_players.veto_players",
        reference=_TSEBELIS,
        page="docs/methods/veto-players.md",
        library="library/tsebelis-2002",
    ),
    Method(
        name="core",
        title="Core on a line",
        formula="{x : no y beats x}",
        function=f"{_ENGINE}.voting.core.core",
        reference=Reference(
            "Black, D.", 1958, "The Theory of Committees and Elections", "Cambridge University Press (recalled)"
        ),
        page="docs/methods/core.md",
        library="library/black-1958",
    ),
    Method(
        name="agenda-setter",
        title="Agenda setter",
        formula="argmin |y - x_A| over the closure of the winset",
        function=f"{_ENGINE}.voting.agenda_setter.agenda_setter",
        reference=Reference(
            "Romer, T. and Rosenthal, H.",
            1978,
            "Political resource allocation, controlled agendas, and the status quo",
            "Public Choice 33(4): 27-43 (recalled)",
        ),
        page="docs/methods/agenda-setter.md",
        library="library/black-1958",
    ),
    Method(
        name="voting-outcome",
        title="What a vote lets through",
        formula="the winset of the status quo, the core, and argmin |y - x_A| over the winset's closure",
        function=f"{_ENGINE}.voting.voting_outcome.voting_outcome",
        reference=Reference(
            "Krehbiel, K.",
            1998,
            "Pivotal Politics: A Theory of U.S. Lawmaking",
            "University of Chicago Press, chapter 2 (recalled)",
        ),
        page="docs/methods/voting-outcome.md",
        library="library/black-1958",
    ),
    Method(
        name="forecast-spread",
        title="All forecast models side by side",
        formula="lowest and highest outcome over models and readings",
        function=f"{_ENGINE}.side_by_side.side_by_side",
        reference=Reference(
            "Thomson, R., Stokman, F. N., Achen, C. H. and König, T. (eds.)",
            2006,
            "The European Union Decides",
            "Cambridge University Press (recalled)",
        ),
        page="docs/methods/forecast-spread.md",
        library="library/scholz-2011",
    ),
    Method(
        name="forecast-score",
        title="What a forecast was worth",
        formula="|x - y|; (h - l) + 2/a (l - y)+ + 2/a (y - h)+",
        function=f"{_ENGINE}.record.grade",
        reference=Reference(
            "Gneiting, T. and Raftery, A. E.",
            2007,
            "Strictly proper scoring rules, prediction, and estimation",
            "Journal of the American Statistical Association 102(477): 359-378, equation 43",
            "10.1198/016214506000001437",
        ),
        page="docs/methods/forecast-score.md",
        library="library/scholz-2011",
    ),
)
