namespace OneOnOne.Tests.Evaluation;

/// <summary>Of the hand-made past. Its shares can be counted: of the 20 idle deals 10 are lost, and one more is pushed.</summary>
internal static class ExpectedTables
{
    public const string Markdown =
        """
        3 weeks from 2026-03-01 to 2026-03-15, each with what was on record then and 90 days to see what came of it; records end on 2027-07-13. Later weeks are left out, for their 90 days have not passed. 4 reps, 60 deals, 180 deal-weeks. In brackets: 95 % intervals, by drawing deals 500 times (seed 1).

        **What the product flags.** At the first week of each flag: share of flagged deals that were won, lost, and lost or pushed within the horizon, against deals without the flag in the same weeks. The lift compares lost or pushed; 1 says nothing.

        | flag | flags | deals | won | others | lost | others | lost or pushed | others | lift |
        |---|--:|--:|--:|--:|--:|--:|--:|--:|--:|
        | stall: no activity | 20 | 20 | 30 % (11–53) | 60 % | 50 % (26–70) | 10 % | 55 % (29–75) | 25 % | 2.20 (1.06–5.04) |
        | stall: nothing booked | 0 | 0 | none |  |  |  |  |  |  |
        | slip: number of pushes | 0 | 0 | none |  |  |  |  |  |  |
        | slip: days of pushes | 0 | 0 | none |  |  |  |  |  |  |
        | slip: out of the period | 0 | 0 | none |  |  |  |  |  |  |
        | slip: close date passed | 0 | 0 | none |  |  |  |  |  |  |
        | stage outlier | 0 | 0 | none |  |  |  |  |  |  |
        | any finding | 20 | 20 | 30 % (11–53) | 60 % | 50 % (26–70) | 10 % | 55 % (29–75) | 25 % | 2.20 (1.06–5.04) |

        **What fixed rules flag.** The same for rules with one number for everybody.

        | flag | flags | deals | won | others | lost | others | lost or pushed | others | lift |
        |---|--:|--:|--:|--:|--:|--:|--:|--:|--:|
        | 14 days idle | 20 | 20 | 30 % (11–53) | 60 % | 50 % (26–70) | 10 % | 55 % (29–75) | 25 % | 2.20 (1.06–5.04) |
        | 30 days in stage | 0 | 0 | none |  |  |  |  |  |  |
        | 3 x the stage's mean | 0 | 0 | none |  |  |  |  |  |  |
        | more than 3 pushes | 1 | 1 | n too small |  |  |  |  |  |  |

        **At the same number of flags.** Each week the product picks as many deals as the rule flags, those that it takes to be most at risk of either; in the last three columns, of a loss. Share of picks that were lost or pushed, and that were lost; the difference is the product's less the rule's, in points.

        | rule | picks | deals | rule | product | difference | rule: lost | product: lost | difference |
        |---|--:|--:|--:|--:|--:|--:|--:|--:|
        | 14 days idle | 40 | 20 | 55 % | 70 % | +15 (-8 to +42) | 50 % | 65 % | +15 (-7 to +40) |
        | 30 days in stage | 0 | 0 | none |  |  |  |  |  |
        | 3 x the stage's mean | 0 | 0 | none |  |  |  |  |  |
        | more than 3 pushes | 3 | 1 | n too small |  |  |  |  |  |

        **Chance to be won: error.** Brier score: mean squared error of the chances, and of always saying the share that was known at the time. Skill 0 is no better than that.

        | chances | deals | Brier score | of the known share | skill |
        |---|--:|--:|--:|--:|
        | 180 | 60 | 0.190 (0.146 to 0.236) | 0.250 (0.250 to 0.250) | 0.239 (0.058 to 0.417) |

        **Chance to be won: said and seen.** Chances in ascending order, in groups of the same size.

        | said, on average | seen | chances |
        |---|--:|--:|
        | 60 % | 50 % (38–63) | 180 |

        **Chance to be lost: error.** Brier score: mean squared error of the chances, and of always saying the share that was known at the time. Skill 0 is no better than that.

        | chances | deals | Brier score | of the known share | skill |
        |---|--:|--:|--:|--:|
        | 180 | 60 | 0.160 (0.120 to 0.198) | 0.230 (0.207 to 0.253) | 0.305 (0.131 to 0.459) |

        **Chance to be lost: said and seen.** Chances in ascending order, in groups of the same size.

        | said, on average | seen | chances |
        |---|--:|--:|
        | 28 % | 13 % (3–24) | 114 |
        | 68 % | 73 % (53–89) | 66 |

        **Chance to be at quota: error.** Brier score: mean squared error of the chances, and of always saying the share that was known at the time. Skill 0 is no better than that.

        | chances | quarters of a rep | Brier score | of the known share | skill |
        |---|--:|--:|--:|--:|
        | 0 | 0 | none |  |  |

        What could not be judged:

        - No activities are on record: stalls and "14 days idle" could not be judged.
        - What was booked ahead in the past is not on record, for an export tells only what is booked now: "nothing booked" could not be judged. A folder of weekly snapshots tells it.
        - No changes of close dates are on record: slips could not be judged, and "lost or pushed" is lost.
        - 2 deal-weeks are left out: the deal left the CRM before anything became of it.

        """;

    /// <summary>The first table of it.</summary>
    public const string Text =
        """
        3 weeks from 2026-03-01 to 2026-03-15, each with what was on record then and 90 days to see what came of it; records end on 2027-07-13. Later weeks are left out, for their 90 days have not passed. 4 reps, 60 deals, 180 deal-weeks. In brackets: 95 % intervals, by drawing deals 500 times (seed 1).

        What the product flags
        At the first week of each flag: share of flagged deals that were won, lost, and lost or pushed within the horizon, against deals without the flag in the same weeks. The lift compares lost or pushed; 1 says nothing.

          flag                      flags   deals            won   others           lost   others   lost or pushed   others               lift
        ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
          stall: no activity           20      20   30 % (11–53)     60 %   50 % (26–70)     10 %     55 % (29–75)     25 %   2.20 (1.06–5.04)
          stall: nothing booked         0       0           none
          slip: number of pushes        0       0           none
          slip: days of pushes          0       0           none
          slip: out of the period       0       0           none
          slip: close date passed       0       0           none
          stage outlier                 0       0           none
          any finding                  20      20   30 % (11–53)     60 %   50 % (26–70)     10 %     55 % (29–75)     25 %   2.20 (1.06–5.04)

        """;
}
