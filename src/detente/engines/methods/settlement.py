"""The methods of the settlement engine."""

from __future__ import annotations

from detente.engines.methods.entry import Method, Reference

_ENGINE = "detente.engines.settlement"

METHODS: tuple[Method, ...] = (
    Method(
        name="acceptance",
        title="The zone of possible agreement",
        formula="x in F, not the status quo: u_p(x) >= d_p and no red line or live offer of p is breached",
        function=f"{_ENGINE}.zone.find_zone",
        reference=Reference(
            "Raiffa, H.", 1982, "The Art and Science of Negotiation", "Harvard University Press, chapter 4"
        ),
        page="docs/methods/acceptance.md",
        library="library/raiffa-1982",
    ),
    Method(
        name="pareto-frontier",
        title="Pareto frontier",
        formula="x such that no y has u_p(y) >= u_p(x) for all p and > for one",
        function=f"{_ENGINE}.frontier.pareto_frontier",
        reference=Reference(
            "Raiffa, H.",
            1982,
            "The Art and Science of Negotiation",
            "Harvard University Press, chapters 10-12",
        ),
        page="docs/methods/pareto-frontier.md",
        library="library/raiffa-1982",
    ),
    Method(
        name="nash",
        title="Nash solution",
        formula="maximise prod (u_p - d_p)^a_p",
        function=f"{_ENGINE}.nash.nash",
        reference=Reference(
            "Nash, J. F.", 1950, "The bargaining problem", "Econometrica 18(2): 155-162", "10.2307/1907266"
        ),
        page="docs/methods/nash.md",
        library="library/nash-1950",
    ),
    Method(
        name="kalai-smorodinsky",
        title="Kalai–Smorodinsky solution, discrete",
        formula="leximin of (u_p - d_p) / (a_p (ideal_p - d_p))",
        function=f"{_ENGINE}.kalai_smorodinsky.kalai_smorodinsky",
        reference=Reference(
            "Kalai, E. and Smorodinsky, M.",
            1975,
            "Other solutions to Nash's bargaining problem",
            "Econometrica 43(3): 513-518",
            "10.2307/1914280",
        ),
        page="docs/methods/kalai-smorodinsky.md",
        library="library/raiffa-1982",
    ),
    Method(
        name="egalitarian",
        title="Egalitarian solution (lexicographic maximin)",
        formula="leximin of (u_p - d_p) / a_p",
        function=f"{_ENGINE}.egalitarian.egalitarian",
        reference=Reference(
            "Kalai, E.",
            1977,
            "Proportional solutions to bargaining situations: interpersonal utility comparisons",
            "Econometrica 45(7): 1623-1630",
            "10.2307/1913954",
        ),
        page="docs/methods/egalitarian.md",
        library="library/raiffa-1982",
        compares_scales=True,
    ),
    Method(
        name="utilitarian",
        title="Utilitarian solution",
        formula="maximise sum a_p u_p",
        function=f"{_ENGINE}.utilitarian.utilitarian",
        reference=Reference(
            "Myerson, R. B.",
            1981,
            "Utilitarianism, egalitarianism, and the timing effect in social choice problems",
            "Econometrica 49(4): 883-897",
            "10.2307/1912508",
        ),
        page="docs/methods/utilitarian.md",
        library="library/raiffa-1982",
        compares_scales=True,
    ),
    Method(
        name="equal-loss",
        title="Equal-loss solution",
        formula="lexicographically smallest of the losses a_p (ideal_p - u_p), sorted from the largest",
        function=f"{_ENGINE}.equal_loss.equal_loss",
        reference=Reference(
            "Chun, Y.",
            1988,
            "The equal-loss principle for bargaining problems",
            "Economics Letters 26(2): 103-106",
        ),
        page="docs/methods/equal-loss.md",
        library="library/raiffa-1982",
        compares_scales=True,
    ),
    Method(
        name="trades",
        title="Trades (logrolling)",
        formula="x that differs from the baseline in exactly two issues, with u_p and u_q both higher",
        function=f"{_ENGINE}.trades.find_trades",
        reference=Reference(
            "Froman, L. A. and Cohen, M. D.",
            1970,
            "Compromise and logroll: comparing the efficiency of two bargaining processes",
            "Behavioral Science 15(2): 180-183",
        ),
        page="docs/methods/trades.md",
        library="library/raiffa-1982",
    ),
    Method(
        name="concessions",
        title="Smallest concessions",
        formula="over F: fewest breaches, then parties below d, then least sum of shortfall_p / range_p",
        function=f"{_ENGINE}.concessions.smallest_concessions",
        reference=Reference(
            "Raiffa, H.",
            1982,
            "The Art and Science of Negotiation",
            "Harvard University Press, chapters 4 and 11",
        ),
        page="docs/methods/concessions.md",
        library="library/raiffa-1982",
        compares_scales=True,
    ),
    Method(
        name="folded-frontier",
        title="Pareto frontier without enumeration",
        formula="x such that no y has u_p(y) >= u_p(x) for all p and > for one; sums over groups of issues, merged",
        function=f"{_ENGINE}.folding.folded_frontier.folded_frontier",
        reference=Reference(
            "Koça, T., de Jonge, D. and Baarslag, T.",
            2023,
            "Search algorithms for automated negotiation in large domains",
            "Annals of Mathematics and Artificial Intelligence 92: 903-924",
            "10.1007/s10472-023-09859-w",
        ),
        page="docs/methods/folded-frontier.md",
        library="library/raiffa-1982",
    ),
    Method(
        name="certified-search",
        title="Certified search for the published solutions",
        formula="the five solutions over A; prod (u_p - d_p)^a_p <= prod (a_p/λ_p)^a_p (λ·(u - d)/Σa)^Σa",
        function=f"{_ENGINE}.searching.certified.certified_solution",
        reference=Reference(
            "Fisher, M. L.",
            1981,
            "The Lagrangian relaxation method for solving integer programming problems",
            "Management Science 27(1): 1-18",
            "10.1287/mnsc.27.1.1",
        ),
        page="docs/methods/certified-search.md",
        library="library/nash-1950",
    ),
)
