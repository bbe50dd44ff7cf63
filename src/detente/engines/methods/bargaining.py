"""The methods of the commitments engine: what would be kept, and what has to be agreed first."""

from __future__ import annotations

from detente.engines.methods.entry import Method, Reference

_ENGINE = "detente.engines.commitments"

_FEARON = Reference(
    "Fearon, J. D.",
    1995,
    "Rationalist explanations for war",
    "International Organization 49(3): 379-414",
    "10.1017/S0020818300033324",
)
_POWELL = Reference(
    "Powell, R.",
    2006,
    "War as a commitment problem",
    "International Organization 60(1): 169-203",
    "10.1017/S0020818306060061",
)
_TSEBELIS = Reference(
    "Tsebelis, G.", 2002, "Veto Players: How Political Institutions Work", "Princeton University Press, chapter 1"
)

METHODS: tuple[Method, ...] = (
    Method(
        name="bargaining-range",
        title="Bargaining range",
        formula="max(0, p - cA) <= x <= min(1, p + cB)",
        function=f"{_ENGINE}.bargaining.bargaining_range.bargaining_range",
        reference=_FEARON,
        page="docs/methods/bargaining-range.md",
        library="library/fearon-1995",
    ),
    Method(
        name="guaranteed-range",
        title="Bargaining range under a guarantee",
        formula="p_q - cA - q d <= x <= p_q + cB, p_q = (1-q) p0 + q p1",
        function=f"{_ENGINE}.bargaining.guaranteed_range.guaranteed_range",
        reference=_FEARON,
        page="docs/methods/guaranteed-range.md",
        library="library/fearon-1995",
    ),
    Method(
        name="self-enforcing-settlement",
        title="Self-enforcing settlement",
        formula="p_t - cA(t) <= x_t <= p_t + cB(t) for all t",
        function=f"{_ENGINE}.bargaining.self_enforcement.self_enforcing",
        reference=_FEARON,
        page="docs/methods/self-enforcing-settlement.md",
        library="library/fearon-1995",
    ),
    Method(
        name="commitment-problem",
        title="Commitment problem",
        formula="delta p_{t+1} - p_t > cD + delta cR",
        function=f"{_ENGINE}.bargaining.commitment_problem.commitment_problem",
        reference=_POWELL,
        page="docs/methods/commitment-problem.md",
        library="library/powell-2006",
    ),
    Method(
        name="third-party-guarantee",
        title="Third-party guarantee",
        formula="q >= [delta p_{t+1} - p_t - cD - delta cR] / (delta [(p_{t+1} - p_joined) + dc])",
        function=f"{_ENGINE}.bargaining.third_party_guarantee.third_party_guarantee",
        reference=_POWELL,
        page="docs/methods/third-party-guarantee.md",
        library="library/powell-2006",
    ),
    Method(
        name="guarantee-term",
        title="Term of a guarantee",
        formula="q(t) = q0 exp(-h max(0, t - N)) for t < T; kept while q >= (p0 - cA - x) / (p0 - p1 + d)",
        function=f"{_ENGINE}.bargaining.guarantee_term.guarantee_term",
        reference=_FEARON,
        page="docs/methods/guarantee-term.md",
        library="library/fearon-1995",
    ),
    Method(
        name="accession-vote",
        title="Accession vote",
        formula="passes iff the weight of {i: u_i(new) >= u_i(SQ)} reaches the quota; sum max(0, u_i(SQ) - u_i(new))",
        function=f"{_ENGINE}.accession.voting.accession_vote",
        reference=_TSEBELIS,
        page="docs/methods/accession-vote.md",
        library="library/tsebelis-2002",
        compares_scales=True,
    ),
    Method(
        name="ratification-probability",
        title="Ratification probability",
        formula="prod a_i; at most min a_i; E prod Phi((Phi^-1(a_i) - sqrt(rho) Z) / sqrt(1 - rho))",
        function=f"{_ENGINE}.accession.ratification.ratification_probability",
        reference=Reference("Vasicek, O. A.", 2002, "Loan portfolio value", "Risk 15(12): 160-162"),
        page="docs/methods/ratification-probability.md",
        library="library/nato-accession-2022",
    ),
    Method(
        name="activation-delay",
        title="Activation delay",
        formula="P(done by t) = prod (1 - exp(-h_i t))",
        function=f"{_ENGINE}.accession.activation.activation_delay",
        reference=Reference(
            "Vaupel, J. W., Manton, K. G. and Stallard, E.",
            1979,
            "The impact of heterogeneity in individual frailty on the dynamics of mortality",
            "Demography 16(3): 439-454",
            "10.2307/2061224",
        ),
        page="docs/methods/activation-delay.md",
        library="library/nato-accession-2022",
    ),
    Method(
        name="ratifications-in-force",
        title="Ratifications in force",
        formula="P_n(k) = a_n P_{n-1}(k-1) + (1 - a_n) P_{n-1}(k)",
        function=f"{_ENGINE}.accession.ratifications_in_force.ratifications_in_force",
        reference=Reference(
            "Hong, Y.",
            2013,
            "On computing the distribution function for the Poisson binomial distribution",
            "Computational Statistics and Data Analysis 59: 41-51",
            "10.1016/j.csda.2012.10.006",
        ),
        page="docs/methods/ratifications-in-force.md",
        library="library/nato-accession-2022",
    ),
)
