"""A case with promises of every kind, made up, for the commands on commitments."""

from __future__ import annotations

PARTIES = """\
detente: 1
id: strait
title: The strait
as-of: 2030-01-15
parties:
  - {id: oswick, name: Oswick, kind: state}
  - {id: tarn, name: Tarn, kind: state}
  - {id: haldane, name: Haldane, kind: state}
  - {id: merrow, name: Merrow, kind: state}
issues:
  - {id: strait, question: Who controls the strait?, kind: choice, options: [{id: tarn}, {id: oswick}]}
"""

INSTRUMENTS = """\
commitments:
  - id: old-pact
    name: The old pact
    kind: treaty
    status: [{state: in-force, from: 2000, until: 2050}]
    parties: [haldane, merrow]
    clauses:
      - id: help
        article: "5"
        obligors: all
        beneficiaries: all
        trigger: {type: armed-attack, against: territory, by: anyone, area: anywhere, threshold: any,
                  non-provocation: false, determined-by: self}
        duty: {text: assist with armed force, kind: defence, strength: 4, automaticity: 2}
  - id: new-guarantee
    name: A guarantee for Tarn
    kind: draft
    imitates: old-pact
    status: [{state: draft, from: 2029}]
    parties: [haldane, merrow, tarn]
    clauses:
      - id: consult
        article: "1"
        obligors: [haldane, merrow]
        beneficiaries: tarn
        trigger: {type: threat, against: territory, by: anyone, area: anywhere, threshold: any,
                  non-provocation: false, determined-by: self}
        duty: {text: consult without delay, kind: consultation, strength: 1, deadline-hours: 24}
      - id: protect
        article: "2"
        obligors: [haldane, merrow]
        beneficiaries: tarn
        trigger: {type: armed-attack, by: [oswick], area: anywhere, threshold: any, non-provocation: false,
                  determined-by: {who: council, rule: consensus}}
        duty: {text: act as each deems necessary, kind: defence, strength: 3, automaticity: 1}
        unknown: [what has to be hit]
"""

SCENARIOS = """\
scenarios:
  - {id: raid, title: A raid, suppose: [new-guarantee], attacks: [{by: oswick, to: tarn, on: 2030-01-10}]}
  - {id: raid-before, title: A raid before it is in force, attacks: [{by: oswick, to: tarn}]}
"""

CONTESTS = """\
contests:
  - id: war
    title: A war over the strait
    challenger: oswick
    protege: tarn
    prize: 1
    cost: 0.3
    protege-cost: 0.2
    strengths: {oswick: 4, tarn: 1}
    guarantors:
      - {party: haldane, strength: 12, projection: 0.5, reliability: {low: 0.3, mode: 0.5, high: 0.9}, added-cost: 0.15}
      - {party: merrow, strength: 3, projection: 0.8, reliability: 0.6, added-cost: 0.05}
    correlation: {low: 0, mode: 0.3, high: 0.6}
    settlement: 0.3
    shifts:
      - {rising: oswick, now: 0.4, next: 0.7, discount: 0.9, cost-rising: 0.05, cost-declining: 0.05,
         with-guarantee: 0.35, guarantee-cost: 0.1}
    fading: {alternatives: [10, 50], hazard: 0.02, discount: 0.95}
  - id: by-the-record
    challenger: oswick
    protege: tarn
    prize: 1
    cost: 0.3
    strengths: {oswick: 4, tarn: 1}
    guarantors:
      - {party: haldane, strength: 12, prior: {beta: [6.5, 37.5], provenance: made up, conditional-on: a war has begun}}
  - {id: no-strength, challenger: oswick, protege: merrow, prize: 1, cost: 0.2, strengths: {oswick: 4}}
"""

ACCESSIONS = """\
accessions:
  - id: in-force
    title: The guarantee comes into force
    correlation: 0.2
    within-days: 365
    steps:
      - id: vote
        ballots: [{party: haldane, yes: 3, no: 2}, {party: merrow, yes: 1, no: 2}]
      - id: ratifications
        title: Each ratifies
        at-least: 1
        ballots:
          - {party: haldane, probability: 0.8, mean-days: 100}
          - {party: merrow, probability: {low: 0.3, high: 0.7}, mean-days: 200}
      - id: all-of-them
        ballots: [{party: haldane, probability: 0.8}, {party: merrow, probability: {low: 0.3, high: 0.7}}]
"""

PROMISES = PARTIES + INSTRUMENTS + SCENARIOS + CONTESTS + ACCESSIONS

MEMBERS = """\
atopid,member,yrent,yrexit,defense,offense,neutral,nonagg,consul,defcoadv,defcoloc,statthr1
7,11,1900,1910,1,0,0,0,1,1,1,13
7,12,1900,1910,0,0,0,0,1,0,0,13
8,14,1903,1908,0,0,0,1,0,0,0,0
"""
"""Rows in the columns of ATOP's member file, of states that do not exist."""

STATES = """\
stateabb,ccode,statenme,styear,stmonth,stday,endyear,endmonth,endday,version
AAA,11,Alphaland,1816,1,1,2016,12,31,2016
BBB,12,Betaland,1816,1,1,2016,12,31,2016
CCC,13,Gammaland,1816,1,1,2016,12,31,2016
"""

CAPABILITIES = "ccode,year,cinc\n11,2021,0.5\n11,2022,0.25\n12,2022,0.125\n13,2022,0.0625\n"
