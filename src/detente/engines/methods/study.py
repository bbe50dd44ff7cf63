"""The methods of the study: how sure a conclusion is."""

from __future__ import annotations

from detente.engines.methods.entry import Method, Reference

_ROOM = "detente.study"

METHODS: tuple[Method, ...] = (
    Method(
        name="rank-acceptability",
        title="Shares of draws: acceptability, ranks, central weights",
        formula="share of draws k with u_p(x, k) >= d_p(k) for all p; b_p^r(x) = share with x on rank r for p",
        function=f"{_ROOM}.acceptability.acceptability",
        reference=Reference(
            "Lahdelma, R. and Salminen, P.",
            2001,
            "SMAA-2: Stochastic multicriteria acceptability analysis for group decision making",
            "Operations Research 49(3): 444-454",
            "10.1287/opre.49.3.444.11220",
        ),
        page="docs/methods/acceptability.md",
        library="library/lahdelma-salminen-2001",
    ),
    Method(
        name="sobol-indices",
        title="Sensitivity: Sobol indices",
        formula="S_i = Var(E[Y | X_i]) / Var(Y); T_i = E[Var(Y | all X but X_i)] / Var(Y)",
        function=f"{_ROOM}.sobol.sobol_indices",
        reference=Reference(
            "Saltelli, A., Annoni, P., Azzini, I., Campolongo, F., Ratto, M. and Tarantola, S.",
            2010,
            "Variance based sensitivity analysis of model output. Design and estimator for the total sensitivity index",
            "Computer Physics Communications 181(2): 259-270",
            "10.1016/j.cpc.2009.09.018",
        ),
        page="docs/methods/sensitivity.md",
        library="library/lahdelma-salminen-2001",
    ),
    Method(
        name="shapley-effects",
        title="Sensitivity where judgements depend on one another: Shapley effects",
        formula="mean over orders of c(u + i) - c(u), u before i; c(u) = Var(E[Y | X_u]) / Var(Y)",
        function=f"{_ROOM}.shapley.shapley_effects",
        reference=Reference(
            "Song, E., Nelson, B. L. and Staum, J.",
            2016,
            "Shapley effects for global sensitivity analysis: theory and computation",
            "SIAM/ASA Journal on Uncertainty Quantification 4(1): 1060-1083",
            "10.1137/15M1048070",
        ),
        page="docs/methods/shapley-effects.md",
        library="library/lahdelma-salminen-2001",
    ),
    Method(
        name="flip-points",
        title="Flip points",
        formula="ends of {t : some package has min over p of u_p(x; t) - d_p(t) >= 0}, all else as shown",
        function=f"{_ROOM}.flips.flip_points",
        reference=Reference(
            "Morgan, M. G. and Henrion, M.",
            1990,
            "Uncertainty: A Guide to Dealing with Uncertainty in Quantitative Risk and Policy Analysis",
            "Cambridge University Press, chapter 8; the exact roots are derived here",
        ),
        page="docs/methods/flip-points.md",
        library="library/lahdelma-salminen-2001",
    ),
    Method(
        name="possible-acceptance",
        title="Possible and necessary acceptance",
        formula="min and max over admitted judgements of u_p(x) - d_p, for every p asked in x",
        function=f"{_ROOM}.possible.possible_acceptance",
        reference=Reference(
            "Greco, S., Mousseau, V. and Słowiński, R.",
            2008,
            "Ordinal regression revisited: multiple criteria ranking using a set of additive value functions",
            "European Journal of Operational Research 191(2): 416-436",
            "10.1016/j.ejor.2007.08.013",
        ),
        page="docs/methods/possible-acceptance.md",
        library="library/lahdelma-salminen-2001",
    ),
    Method(
        name="weight-sampling",
        title="Weights drawn from comparisons",
        formula="uniform on {w >= 0, sum w = 1, A w <= b}",
        function=f"{_ROOM}.polytope.sample_weights",
        reference=Reference(
            "Smith, R. L.",
            1984,
            "Efficient Monte Carlo procedures for generating points uniformly distributed over bounded regions",
            "Operations Research 32(6): 1296-1308",
            "10.1287/opre.32.6.1296",
        ),
        page="docs/methods/weight-sampling.md",
        library="library/lahdelma-salminen-2001",
    ),
    Method(
        name="elicitation",
        title="The next comparison to ask",
        formula="minimise p_q^2 + (1 - p_q)^2, p_q = share of admitted weights with sum_i w_i (v_i(x) - v_i(y)) > 0",
        function=f"{_ROOM}.elicitation.next_question.next_question",
        reference=Reference(
            "Toubia, O., Hauser, J. R. and Simester, D. I.",
            2004,
            "Polyhedral methods for adaptive choice-based conjoint analysis",
            "Journal of Marketing Research 41(1): 116-131",
            "10.1509/jmkr.41.1.116.25082",
        ),
        page="docs/methods/elicitation.md",
        library="library/lahdelma-salminen-2001",
    ),
    Method(
        name="reconsideration",
        title="Fewest comparisons to reconsider",
        formula="smallest J such that some w >= 0, sum w = 1, keeps row_j·w <= 0 for all j outside J",
        function=f"{_ROOM}.elicitation.reconsidering.to_reconsider",
        reference=Reference(
            "Chinneck, J. W. and Dravnieks, E. W.",
            1991,
            "Locating minimal infeasible constraint sets in linear programs",
            "ORSA Journal on Computing 3(2): 157-168",
            "10.1287/ijoc.3.2.157",
        ),
        page="docs/methods/reconsideration.md",
        library="library/lahdelma-salminen-2001",
    ),
    Method(
        name="joint-judgements",
        title="Weights and values known only together",
        formula="min and max of sum (z_i,x - z_i,y), z = w v, over w_i low <= z_i <= w_i high and what is preferred",
        function=f"{_ROOM}.joint_judgements.joint_range",
        reference=Reference(
            "Salo, A. A. and Hämäläinen, R. P.",
            1992,
            "Preference assessment by imprecise ratio statements",
            "Operations Research 40(6): 1053-1061",
            "10.1287/opre.40.6.1053",
        ),
        page="docs/methods/joint-judgements.md",
        library="library/lahdelma-salminen-2001",
    ),
)
