"""The methods of the commitments engine: what a promise is worth."""

from __future__ import annotations

from detente.engines.methods.entry import Method, Reference

_ENGINE = "detente.engines.commitments"
_SMITH = Reference("Smith, A.", 1995, "Alliance formation and war", "International Studies Quarterly 39(4): 405-425")

METHODS: tuple[Method, ...] = (
    Method(
        name="contest-success",
        title="Contest success",
        formula="p = A^m / (A^m + D^m)",
        function=f"{_ENGINE}.deterrence.contest.contest_success",
        reference=Reference(
            "Tullock, G.",
            1980,
            "Efficient rent seeking",
            "In Buchanan, Tollison and Tullock (eds), Toward a Theory of the Rent-Seeking Society, "
            "Texas A&M University Press: 97-112",
        ),
        page="docs/methods/contest-success.md",
        library="library/tullock-1980",
    ),
    Method(
        name="joined-sets",
        title="Joined sets",
        formula="Pr(S) = E_Z prod_{i in S} q_i(Z) prod_{i not in S} (1 - q_i(Z))",
        function=f"{_ENGINE}.deterrence.joining.joined_sets",
        reference=Reference(
            "Li, D. X.",
            2000,
            "On default correlation: a copula function approach",
            "Journal of Fixed Income 9(4): 43-54; the use for guarantors is derived here",
        ),
        page="docs/methods/joined-sets.md",
        library="library/smith-1995",
    ),
    Method(
        name="deterrence",
        title="Deterrence as expected utility",
        formula="EU = sum_S Pr(S) [p(S) V - c0 - sum_{i in S} d_i]; deterred iff EU <= u",
        function=f"{_ENGINE}.deterrence.expected_utility.deterrence",
        reference=Reference(
            "Bueno de Mesquita, B.",
            1981,
            "The War Trap",
            "Yale University Press, chapter 2; the sum over joined sets is derived here",
        ),
        page="docs/methods/deterrence.md",
        library="library/smith-1995",
    ),
    Method(
        name="reliability-threshold",
        title="Reliability that deters, one guarantor",
        formula="q* = (p0 V - c0 - u) / [(p0 - p1) V + d]",
        function=f"{_ENGINE}.deterrence.threshold.reliability_threshold",
        reference=_SMITH,
        page="docs/methods/reliability-threshold.md",
        library="library/smith-1995",
    ),
    Method(
        name="critical-reliabilities",
        title="Reliabilities that deter, several guarantors",
        formula="q_i* with EU(q_i*, q_-i) = u; least t with EU(min(1, t q)) <= u",
        function=f"{_ENGINE}.deterrence.threshold.critical_reliabilities",
        reference=_SMITH,
        page="docs/methods/reliability-threshold.md",
        library="library/smith-1995",
    ),
    Method(
        name="deterrence-curve",
        title="Deterrence against reliability",
        formula="EU(q) for a common q from 0 to 1, with its range over ranges of inputs",
        function=f"{_ENGINE}.deterrence.curve.deterrence_curve",
        reference=_SMITH,
        page="docs/methods/deterrence-curve.md",
        library="library/smith-1995",
    ),
    Method(
        name="recorded-reliability",
        title="Reliability from a record",
        formula="q ~ Beta(k + 1/2, n - k + 1/2)",
        function=f"{_ENGINE}.deterrence.reliability.recorded_reliability",
        reference=Reference(
            "Berkemeier, M. and Fuhrmann, M.",
            2018,
            "Reassessing the fulfillment of alliance commitments in war",
            "Research & Politics 5(2)",
        ),
        page="docs/methods/recorded-reliability.md",
        library="library/berkemeier-fuhrmann-2018",
    ),
    Method(
        name="uncertain-deterrence",
        title="Deterrence under uncertain reliability",
        formula="P(EU(q) <= u) with q_i ~ Beta(a_i, b_i)",
        function=f"{_ENGINE}.deterrence.uncertain_reliability.uncertain_deterrence",
        reference=Reference(
            "Berkemeier, M. and Fuhrmann, M.",
            2018,
            "Reassessing the fulfillment of alliance commitments in war",
            "Research & Politics 5(2), the record; the formula is derived here",
        ),
        page="docs/methods/uncertain-deterrence.md",
        library="library/berkemeier-fuhrmann-2018",
    ),
    Method(
        name="selection-effect",
        title="Selection effect",
        formula="attack iff q + e < q*; honour rate E[q | q + e < q*]",
        function=f"{_ENGINE}.deterrence.selection.selection_effect",
        reference=Reference(
            "Fearon, J. D.", 2002, "Selection effects and deterrence", "International Interactions 28(1): 5-29"
        ),
        page="docs/methods/selection-effect.md",
        library="library/smith-1995",
    ),
    Method(
        name="guarantor-choice",
        title="A guarantor's choice",
        formula="q_i = F((p0 - p_i) v_i + K_i - c_i)",
        function=f"{_ENGINE}.deterrence.guarantor_choice.guarantor_choice",
        reference=Reference(
            "Fearon, J. D.",
            1997,
            "Signaling foreign policy interests: tying hands versus sinking costs",
            "Journal of Conflict Resolution 41(1): 68-90; the formula is derived here",
            "10.1177/0022002797041001004",
        ),
        page="docs/methods/guarantor-choice.md",
        library="library/smith-1995",
    ),
    Method(
        name="moral-hazard",
        title="Moral hazard of a promise",
        formula="B concedes x iff x <= (p0 - q (p0 - p1)) V + cB",
        function=f"{_ENGINE}.deterrence.moral_hazard.moral_hazard",
        reference=Reference(
            "Benson, B. V., Meirowitz, A. and Ramsay, K. W.",
            2014,
            "Inducing deterrence through moral hazard in alliance contracts",
            "Journal of Conflict Resolution 58(2): 307-335; the formulas are derived here",
        ),
        page="docs/methods/moral-hazard.md",
        library="library/smith-1995",
    ),
    Method(
        name="capability-share",
        title="Share of third-party capability",
        formula="P_A = sum_{w_i > 0} c_i w_i / sum_i c_i |w_i|",
        function=f"{_ENGINE}.deterrence.war_and_reason.capability_share",
        reference=Reference(
            "Bueno de Mesquita, B. and Lalman, D.", 1992, "War and Reason", "Yale University Press, appendix 1"
        ),
        page="docs/methods/capability-share.md",
        library="library/bueno-de-mesquita-lalman-1992",
    ),
)
