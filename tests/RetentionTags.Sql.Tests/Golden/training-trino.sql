SELECT
    SUM(1E0) AS "row_count",
    SUM(CASE WHEN CAST(source."churned" AS DOUBLE) = 0 OR CAST(source."churned" AS DOUBLE) = 1 THEN 0E0 ELSE 1E0 END) AS "wrong_labels",
    SUM(CASE WHEN CAST(source."weight" AS DOUBLE) >= 0 AND CAST(source."weight" AS DOUBLE) <= 1.7976931348623157E+308 AND NOT (CAST(source."weight" AS DOUBLE) IS NULL OR is_nan(CAST(source."weight" AS DOUBLE))) THEN 0E0 ELSE 1E0 END) AS "wrong_weights"
FROM "shop"."customers" AS source;

WITH training_rows AS (
    SELECT
        CASE WHEN CAST(source."churned" AS DOUBLE) = 1 THEN CAST(source."weight" AS DOUBLE) ELSE 0E0 END AS "event_weight",
        CASE WHEN CAST(source."churned" AS DOUBLE) = 0 THEN CAST(source."weight" AS DOUBLE) ELSE 0E0 END AS "non_event_weight",
        CAST(source."usage" AS DOUBLE) AS "training_value"
    FROM "shop"."customers" AS source
)
SELECT
    "training_value",
    SUM("event_weight") AS "events",
    SUM("non_event_weight") AS "non_events"
FROM training_rows
GROUP BY "training_value";

WITH training_rows AS (
    SELECT
        CASE WHEN CAST(source."churned" AS DOUBLE) = 1 THEN CAST(source."weight" AS DOUBLE) ELSE 0E0 END AS "event_weight",
        CASE WHEN CAST(source."churned" AS DOUBLE) = 0 THEN CAST(source."weight" AS DOUBLE) ELSE 0E0 END AS "non_event_weight",
        CAST(source."plan" AS VARCHAR) AS "training_value"
    FROM "shop"."customers" AS source
)
SELECT
    "training_value",
    SUM("event_weight") AS "events",
    SUM("non_event_weight") AS "non_events"
FROM training_rows
GROUP BY "training_value";

WITH training_rows AS (
    SELECT
        CASE WHEN CAST(source."churned" AS DOUBLE) = 1 THEN CAST(source."weight" AS DOUBLE) ELSE 0E0 END AS "event_weight",
        CASE WHEN CAST(source."churned" AS DOUBLE) = 0 THEN CAST(source."weight" AS DOUBLE) ELSE 0E0 END AS "non_event_weight",
        CAST(source."usage" AS DOUBLE) AS "training_value"
    FROM "shop"."customers" AS source
),
counted_values AS (
    SELECT
        "training_value",
        SUM("event_weight") AS "events",
        SUM("non_event_weight") AS "non_events",
        SUM(1E0) AS "value_rows"
    FROM training_rows
    GROUP BY "training_value"
),
placed_values AS (
    SELECT
        "training_value",
        "events",
        "non_events",
        CASE WHEN ("training_value" IS NULL OR is_nan("training_value")) THEN NULL ELSE CAST((SUM("value_rows") OVER (ORDER BY "training_value" ROWS UNBOUNDED PRECEDING) - "value_rows") * 0.002E0 AS BIGINT) END AS "place"
    FROM counted_values
)
SELECT
    MIN("training_value") AS "lowest",
    MAX("training_value") AS "highest",
    SUM("events") AS "range_events",
    SUM("non_events") AS "range_non_events"
FROM placed_values
GROUP BY "place";

WITH training_rows AS (
    SELECT
        CASE WHEN CAST(source."churned" AS DOUBLE) = 1 THEN CAST(source."weight" AS DOUBLE) ELSE 0E0 END AS "event_weight",
        CASE WHEN CAST(source."churned" AS DOUBLE) = 0 THEN CAST(source."weight" AS DOUBLE) ELSE 0E0 END AS "non_event_weight",
        CAST(source."usage" AS DOUBLE) AS "value_1",
        CAST(source."plan" AS VARCHAR) AS "value_2"
    FROM "shop"."customers" AS source
),
training_bins AS (
    SELECT
        "event_weight",
        "non_event_weight",
        CASE
            WHEN ("value_1" IS NULL OR is_nan("value_1")) THEN 2
            WHEN "value_1" < 4.5E0 THEN 0
            ELSE 1
        END AS "bin_1",
        CASE
            WHEN "value_2" IS NULL THEN 2
            WHEN "value_2" = 'b' THEN 0
            WHEN "value_2" = 'o''hara' THEN 1
            WHEN "value_2" = '' THEN 2
            ELSE 3
        END AS "bin_2"
    FROM training_rows
)
SELECT
    "bin_1",
    "bin_2",
    SUM("event_weight") AS "events",
    SUM("non_event_weight") AS "non_events"
FROM training_bins
GROUP BY "bin_1", "bin_2";

WITH training_rows AS (
    SELECT
        CASE WHEN CAST(source."churned" AS DOUBLE) = 1 THEN CAST(source."weight" AS DOUBLE) ELSE 0E0 END AS "event_weight",
        CASE WHEN CAST(source."churned" AS DOUBLE) = 0 THEN CAST(source."weight" AS DOUBLE) ELSE 0E0 END AS "non_event_weight",
        CAST(source."usage" AS DOUBLE) AS "value_1",
        CAST(source."plan" AS VARCHAR) AS "value_2"
    FROM "shop"."customers" AS source
),
training_bins AS (
    SELECT
        "event_weight",
        "non_event_weight",
        CASE
            WHEN ("value_1" IS NULL OR is_nan("value_1")) THEN 2
            WHEN "value_1" < 4.5E0 THEN 0
            ELSE 1
        END AS "bin_1",
        CASE
            WHEN "value_2" IS NULL THEN 2
            WHEN "value_2" = 'b' THEN 0
            WHEN "value_2" = 'o''hara' THEN 1
            WHEN "value_2" = '' THEN 2
            ELSE 3
        END AS "bin_2"
    FROM training_rows
),
patterns AS (
    SELECT
        "bin_1",
        "bin_2",
        SUM("event_weight") AS "pattern_events",
        SUM("non_event_weight") AS "pattern_non_events"
    FROM training_bins
    GROUP BY "bin_1", "bin_2"
),
evidence AS (
    SELECT
        "pattern_events",
        "pattern_non_events",
        CASE
            WHEN "bin_1" = 0 THEN -0.5731878654809663E0
            WHEN "bin_1" = 1 THEN 0.1969203562151074E0
            ELSE 1.4008931605410435E0
        END AS "woe_1",
        CASE
            WHEN "bin_2" = 0 THEN -0.1031842362352308E0
            WHEN "bin_2" = 1 THEN 0.10161017641078243E0
            WHEN "bin_2" = 2 THEN -0.1031842362352308E0
            ELSE 0E0
        END AS "woe_2"
    FROM patterns
),
log_odds AS (
    SELECT
        "pattern_events",
        "pattern_non_events",
        "woe_1",
        "woe_2",
        -1.5E0
        + 0.75E0 * "woe_1"
        + 1.25E0 * "woe_2" AS "eta"
    FROM evidence
),
probabilities AS (
    SELECT
        "pattern_events",
        "pattern_non_events",
        "woe_1",
        "woe_2",
        "eta",
        1 / (1 + EXP(-("eta"))) AS "p"
    FROM log_odds
),
weights AS (
    SELECT
        "woe_1",
        "woe_2",
        "pattern_events" * "eta" - ("pattern_events" + "pattern_non_events") * LN(1 + EXP("eta")) AS "likelihood",
        "pattern_events" - ("pattern_events" + "pattern_non_events") * "p" AS "residual",
        ("pattern_events" + "pattern_non_events") * "p" * (1 - "p") AS "curvature"
    FROM probabilities
)
SELECT
    SUM("likelihood") AS "sum_1",
    SUM("residual") AS "sum_2",
    SUM("residual" * "woe_1") AS "sum_3",
    SUM("residual" * "woe_2") AS "sum_4",
    SUM("curvature") AS "sum_5",
    SUM("curvature" * "woe_1") AS "sum_6",
    SUM("curvature" * "woe_1" * "woe_1") AS "sum_7",
    SUM("curvature" * "woe_2") AS "sum_8",
    SUM("curvature" * "woe_2" * "woe_1") AS "sum_9",
    SUM("curvature" * "woe_2" * "woe_2") AS "sum_10"
FROM weights;
