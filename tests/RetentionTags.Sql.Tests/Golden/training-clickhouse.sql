SELECT
    SUM(1.0) AS `row_count`,
    SUM(CASE WHEN ifNull(toFloat64(source.`churned`), nan) = 0 OR ifNull(toFloat64(source.`churned`), nan) = 1 THEN 0.0 ELSE 1.0 END) AS `wrong_labels`,
    SUM(CASE WHEN ifNull(toFloat64(source.`weight`), nan) >= 0 AND ifNull(toFloat64(source.`weight`), nan) <= 1.7976931348623157E+308 AND NOT isNaN(ifNull(toFloat64(source.`weight`), nan)) THEN 0.0 ELSE 1.0 END) AS `wrong_weights`
FROM `shop`.`customers` AS source;

WITH
    CASE WHEN ifNull(toFloat64(source.`churned`), nan) = 1 THEN ifNull(toFloat64(source.`weight`), nan) ELSE 0.0 END AS `event_weight`,
    CASE WHEN ifNull(toFloat64(source.`churned`), nan) = 0 THEN ifNull(toFloat64(source.`weight`), nan) ELSE 0.0 END AS `non_event_weight`
SELECT
    (ifNull(toFloat64(source.`usage`), nan) + 0) AS `training_value`,
    SUM(`event_weight`) AS `events`,
    SUM(`non_event_weight`) AS `non_events`
FROM `shop`.`customers` AS source
GROUP BY `training_value`;

WITH
    CASE WHEN ifNull(toFloat64(source.`churned`), nan) = 1 THEN ifNull(toFloat64(source.`weight`), nan) ELSE 0.0 END AS `event_weight`,
    CASE WHEN ifNull(toFloat64(source.`churned`), nan) = 0 THEN ifNull(toFloat64(source.`weight`), nan) ELSE 0.0 END AS `non_event_weight`
SELECT
    toString(source.`plan`) AS `training_value`,
    SUM(`event_weight`) AS `events`,
    SUM(`non_event_weight`) AS `non_events`
FROM `shop`.`customers` AS source
GROUP BY `training_value`;

WITH
    (ifNull(toFloat64(source.`usage`), nan) + 0) AS `training_value`
SELECT
    uniq(bitShiftRight(reinterpretAsUInt64(reinterpretAsString(`training_value`)), 32)) AS `dropped_32`,
    uniq(bitShiftRight(reinterpretAsUInt64(reinterpretAsString(`training_value`)), 40)) AS `dropped_40`
FROM `shop`.`customers` AS source;

WITH
    CASE WHEN ifNull(toFloat64(source.`churned`), nan) = 1 THEN ifNull(toFloat64(source.`weight`), nan) ELSE 0.0 END AS `event_weight`,
    CASE WHEN ifNull(toFloat64(source.`churned`), nan) = 0 THEN ifNull(toFloat64(source.`weight`), nan) ELSE 0.0 END AS `non_event_weight`,
    (ifNull(toFloat64(source.`usage`), nan) + 0) AS `training_value`,
    bitShiftRight(reinterpretAsUInt64(reinterpretAsString(`training_value`)), 40) AS `training_place`
SELECT
    MIN(`training_value`) AS `lowest`,
    MAX(`training_value`) AS `highest`,
    SUM(`event_weight`) AS `range_events`,
    SUM(`non_event_weight`) AS `range_non_events`
FROM `shop`.`customers` AS source
GROUP BY `training_place`;

WITH
    CASE WHEN ifNull(toFloat64(source.`churned`), nan) = 1 THEN ifNull(toFloat64(source.`weight`), nan) ELSE 0.0 END AS `event_weight`,
    CASE WHEN ifNull(toFloat64(source.`churned`), nan) = 0 THEN ifNull(toFloat64(source.`weight`), nan) ELSE 0.0 END AS `non_event_weight`,
    ifNull(toFloat64(source.`usage`), nan) AS `value_1`,
    toString(source.`plan`) AS `value_2`
SELECT
    CASE
        WHEN isNaN(`value_1`) THEN 2
        WHEN `value_1` < 4.5 THEN 0
        ELSE 1
    END AS `bin_1`,
    CASE
        WHEN `value_2` IS NULL THEN 2
        WHEN `value_2` = 'b' THEN 0
        WHEN `value_2` = 'o\'hara' THEN 1
        WHEN `value_2` = '' THEN 2
        ELSE 3
    END AS `bin_2`,
    SUM(`event_weight`) AS `events`,
    SUM(`non_event_weight`) AS `non_events`
FROM `shop`.`customers` AS source
GROUP BY `bin_1`, `bin_2`;

SELECT
    SUM(`likelihood`) AS `sum_1`,
    SUM(`residual`) AS `sum_2`,
    SUM(`residual` * `woe_1`) AS `sum_3`,
    SUM(`residual` * `woe_2`) AS `sum_4`,
    SUM(`curvature`) AS `sum_5`,
    SUM(`curvature` * `woe_1`) AS `sum_6`,
    SUM(`curvature` * `woe_1` * `woe_1`) AS `sum_7`,
    SUM(`curvature` * `woe_2`) AS `sum_8`,
    SUM(`curvature` * `woe_2` * `woe_1`) AS `sum_9`,
    SUM(`curvature` * `woe_2` * `woe_2`) AS `sum_10`
FROM (
    WITH
        1 / (1 + exp(-(`eta`))) AS `p`
    SELECT
        `woe_1`,
        `woe_2`,
        `pattern_events` * `eta` - (`pattern_events` + `pattern_non_events`) * log(1 + exp(`eta`)) AS `likelihood`,
        `pattern_events` - (`pattern_events` + `pattern_non_events`) * `p` AS `residual`,
        (`pattern_events` + `pattern_non_events`) * `p` * (1 - `p`) AS `curvature`
    FROM (
        WITH
            CASE
                WHEN `bin_1` = 0 THEN -0.5731878654809663
                WHEN `bin_1` = 1 THEN 0.1969203562151074
                ELSE 1.4008931605410435
            END AS `woe_1`,
            CASE
                WHEN `bin_2` = 0 THEN -0.1031842362352308
                WHEN `bin_2` = 1 THEN 0.10161017641078243
                WHEN `bin_2` = 2 THEN -0.1031842362352308
                ELSE 0.0
            END AS `woe_2`
        SELECT
            `pattern_events`,
            `pattern_non_events`,
            `woe_1`,
            `woe_2`,
            -1.5
            + 0.75 * `woe_1`
            + 1.25 * `woe_2` AS `eta`
        FROM (
            WITH
                CASE WHEN ifNull(toFloat64(source.`churned`), nan) = 1 THEN ifNull(toFloat64(source.`weight`), nan) ELSE 0.0 END AS `event_weight`,
                CASE WHEN ifNull(toFloat64(source.`churned`), nan) = 0 THEN ifNull(toFloat64(source.`weight`), nan) ELSE 0.0 END AS `non_event_weight`,
                ifNull(toFloat64(source.`usage`), nan) AS `value_1`,
                toString(source.`plan`) AS `value_2`
            SELECT
                CASE
                    WHEN isNaN(`value_1`) THEN 2
                    WHEN `value_1` < 4.5 THEN 0
                    ELSE 1
                END AS `bin_1`,
                CASE
                    WHEN `value_2` IS NULL THEN 2
                    WHEN `value_2` = 'b' THEN 0
                    WHEN `value_2` = 'o\'hara' THEN 1
                    WHEN `value_2` = '' THEN 2
                    ELSE 3
                END AS `bin_2`,
                SUM(`event_weight`) AS `pattern_events`,
                SUM(`non_event_weight`) AS `pattern_non_events`
            FROM `shop`.`customers` AS source
            GROUP BY `bin_1`, `bin_2`
        ) AS patterns
    ) AS log_odds
) AS weights;
