WITH scorecard_inputs AS (
    SELECT
        source.`customer_id` AS `customer_id`,
        CAST(source.`tenure_months` AS DOUBLE) AS `tenure_months_number`,
        CONCAT(CONVERT(source.`contract` USING utf8mb4), '.') COLLATE utf8mb4_bin AS `contract_text`,
        CONCAT(CONVERT(source.`tier_before` USING utf8mb4), '.') COLLATE utf8mb4_bin AS `previous_tier`
    FROM `customers` AS source
    LIMIT 18446744073709551615
),
scorecard_bins AS (
    SELECT
        `customer_id`,
        `previous_tier`,
        CASE
            WHEN `tenure_months_number` IS NULL THEN 5
            WHEN `tenure_months_number` = -1E0 THEN 4
            WHEN `tenure_months_number` < 6E0 THEN 0
            WHEN `tenure_months_number` < 18.5E0 THEN 1
            WHEN `tenure_months_number` < 40E0 THEN 2
            ELSE 3
        END AS `churn_tenure_months_bin`,
        CASE
            WHEN `contract_text` IS NULL THEN 1
            WHEN `contract_text` IN ('Month-to-month.', 'One year.', CONVERT(X'69742773205C202274776F222E' USING utf8mb4)) THEN 0
            WHEN `contract_text` = '.' THEN 1
            ELSE 2
        END AS `churn_contract_bin`
    FROM scorecard_inputs
    LIMIT 18446744073709551615
),
scorecard_sums AS (
    SELECT
        `customer_id`,
        `previous_tier`,
        `churn_tenure_months_bin`,
        `churn_contract_bin`,
        CASE `churn_tenure_months_bin`
            WHEN 0 THEN '(-inf, 6)'
            WHEN 1 THEN '[6, 18.5)'
            WHEN 2 THEN '[18.5, 40)'
            WHEN 3 THEN '[40, inf)'
            WHEN 4 THEN 'unknown'
            ELSE 'missing'
        END AS `churn_tenure_months_label`,
        CASE `churn_tenure_months_bin`
            WHEN 0 THEN 0E0
            WHEN 1 THEN 1.5892352051165808E0
            WHEN 2 THEN 0.27434975918124715E0
            WHEN 3 THEN -1.887996862821572E0
            WHEN 4 THEN 2.8850155586956396E0
            ELSE 1.3542699148372044E0
        END AS `churn_tenure_months_woe`,
        CASE `churn_tenure_months_bin`
            WHEN 0 THEN 0.30238986015319824E0
            WHEN 1 THEN 1.9313071370124817E0
            WHEN 2 THEN 0.5835899114608765E0
            WHEN 3 THEN -1.6327489018440247E0
            WHEN 4 THEN 3.2594422101974487E0
            ELSE 1.6904749274253845E0
        END AS `churn_tenure_months_contribution`,
        CASE `churn_contract_bin`
            WHEN 0 THEN CONVERT(X'4D6F6E74682D746F2D6D6F6E74682C204F6E6520796561722C2069742773205C202274776F22' USING utf8mb4)
            WHEN 1 THEN 'missing'
            ELSE 'unseen'
        END AS `churn_contract_label`,
        CASE `churn_contract_bin`
            WHEN 0 THEN 0.1000043164573013E0
            WHEN 1 THEN -0.6954121871907973E0
            ELSE 0E0
        END AS `churn_contract_woe`,
        CASE `churn_contract_bin`
            WHEN 0 THEN 0.1695725917816162E0
            WHEN 1 THEN -1.0134919881820679E0
            ELSE 0.020830929279327393E0
        END AS `churn_contract_contribution`,
        -0.6321564316749573E0
        + CASE `churn_tenure_months_bin`
            WHEN 0 THEN 0E0
            WHEN 1 THEN 1.6289172768592834E0
            WHEN 2 THEN 0.2812000513076782E0
            WHEN 3 THEN -1.935138761997223E0
            WHEN 4 THEN 2.9570523500442505E0
            ELSE 1.3880850672721863E0
        END
        + CASE `churn_contract_bin`
            WHEN 0 THEN 0.14874166250228882E0
            WHEN 1 THEN -1.0343229174613953E0
            ELSE 0E0
        END AS `churn_log_odds`,
        582E0
        + CASE `churn_tenure_months_bin`
            WHEN 0 THEN 0E0
            WHEN 1 THEN 47E0
            WHEN 2 THEN 8E0
            WHEN 3 THEN -56E0
            WHEN 4 THEN 85E0
            ELSE 40E0
        END
        + CASE `churn_contract_bin`
            WHEN 0 THEN 4E0
            WHEN 1 THEN -30E0
            ELSE 0E0
        END AS `churn_points`
    FROM scorecard_bins
    LIMIT 18446744073709551615
),
scorecard_scores AS (
    SELECT
        `customer_id`,
        `churn_tenure_months_bin`,
        `churn_contract_bin`,
        `churn_tenure_months_label`,
        `churn_tenure_months_woe`,
        `churn_tenure_months_contribution`,
        `churn_contract_label`,
        `churn_contract_woe`,
        `churn_contract_contribution`,
        `churn_log_odds`,
        `churn_points`,
        1 / (1 + EXP(-`churn_log_odds`)) AS `churn_uncalibrated_probability`,
        CASE
            WHEN `churn_log_odds` < -2.4185535311698914E0 THEN 0E0
            WHEN `churn_log_odds` < -1.3852792978286743E0 THEN 0.08658008658008658E0
            WHEN `churn_log_odds` < -0.27839428186416626E0 THEN 0.14814814814814814E0
            WHEN `churn_log_odds` < -0.03756207227706909E0 THEN 0.45962732919254656E0
            WHEN `churn_log_odds` < 0.9046702980995178E0 THEN 0.5714285714285714E0
            WHEN `churn_log_odds` < 1.145502507686615E0 THEN 0.7021276595744681E0
            WHEN `churn_log_odds` < 1.290573000907898E0 THEN 0.7446808510638298E0
            ELSE 0.9047619047619048E0
        END AS `churn_probability`,
        CASE
            WHEN `churn_log_odds` >= 1.290573000907898E0 THEN 'critical'
            WHEN `churn_log_odds` >= -0.27839428186416626E0 THEN 'watch ''them'''
            ELSE 'calm'
        END AS `churn_tier`,
        CASE WHEN `churn_tenure_months_contribution` > 0E0 THEN `churn_tenure_months_contribution` * 134217728E0 + 7E0 ELSE 0E0 END AS `reason_key_1`,
        CASE WHEN `churn_tenure_months_contribution` < 0E0 THEN `churn_tenure_months_contribution` * -134217728E0 + 6E0 ELSE 0E0 END AS `reason_key_2`,
        CASE WHEN `churn_contract_contribution` > 0E0 THEN `churn_contract_contribution` * 134217728E0 + 5E0 ELSE 0E0 END AS `reason_key_3`,
        CASE WHEN `churn_contract_contribution` < 0E0 THEN `churn_contract_contribution` * -134217728E0 + 4E0 ELSE 0E0 END AS `reason_key_4`
    FROM scorecard_sums
),
scorecard_results AS (
    SELECT
        `customer_id`,
        `churn_tenure_months_bin`,
        `churn_contract_bin`,
        `churn_tenure_months_label`,
        `churn_tenure_months_woe`,
        `churn_tenure_months_contribution`,
        `churn_contract_label`,
        `churn_contract_woe`,
        `churn_contract_contribution`,
        `churn_log_odds`,
        `churn_points`,
        `churn_uncalibrated_probability`,
        `churn_probability`,
        `churn_tier`,
        `reason_key_1`,
        `reason_key_2`,
        `reason_key_3`,
        `reason_key_4`,
        GREATEST(`reason_key_1`, `reason_key_2`, `reason_key_3`, `reason_key_4`) AS `reason_top_1`
    FROM scorecard_scores
    LIMIT 18446744073709551615
),
scorecard_reason_2 AS (
    SELECT
        `customer_id`,
        `churn_tenure_months_bin`,
        `churn_contract_bin`,
        `churn_tenure_months_label`,
        `churn_tenure_months_woe`,
        `churn_tenure_months_contribution`,
        `churn_contract_label`,
        `churn_contract_woe`,
        `churn_contract_contribution`,
        `churn_log_odds`,
        `churn_points`,
        `churn_uncalibrated_probability`,
        `churn_probability`,
        `churn_tier`,
        `reason_top_1`,
        GREATEST(CASE WHEN `reason_key_1` < `reason_top_1` THEN `reason_key_1` ELSE 0 END, CASE WHEN `reason_key_2` < `reason_top_1` THEN `reason_key_2` ELSE 0 END, CASE WHEN `reason_key_3` < `reason_top_1` THEN `reason_key_3` ELSE 0 END, CASE WHEN `reason_key_4` < `reason_top_1` THEN `reason_key_4` ELSE 0 END) AS `reason_top_2`
    FROM scorecard_results
    LIMIT 18446744073709551615
)
SELECT
    `customer_id`,
    `churn_log_odds`,
    `churn_uncalibrated_probability`,
    `churn_probability`,
    `churn_points`,
    `churn_tier`,
    CASE
        WHEN `reason_top_1` = 0E0 THEN NULL
        WHEN `reason_top_1` - 8E0 * FLOOR(`reason_top_1` / 8E0) = 7E0 THEN 'tenure_months:raises'
        WHEN `reason_top_1` - 8E0 * FLOOR(`reason_top_1` / 8E0) = 6E0 THEN 'tenure_months:lowers'
        WHEN `reason_top_1` - 8E0 * FLOOR(`reason_top_1` / 8E0) = 5E0 THEN 'contract:raises'
        WHEN `reason_top_1` - 8E0 * FLOOR(`reason_top_1` / 8E0) = 4E0 THEN 'contract:lowers'
    END AS `churn_reason_1`,
    CASE
        WHEN `reason_top_2` = 0E0 THEN NULL
        WHEN `reason_top_2` - 8E0 * FLOOR(`reason_top_2` / 8E0) = 7E0 THEN 'tenure_months:raises'
        WHEN `reason_top_2` - 8E0 * FLOOR(`reason_top_2` / 8E0) = 6E0 THEN 'tenure_months:lowers'
        WHEN `reason_top_2` - 8E0 * FLOOR(`reason_top_2` / 8E0) = 5E0 THEN 'contract:raises'
        WHEN `reason_top_2` - 8E0 * FLOOR(`reason_top_2` / 8E0) = 4E0 THEN 'contract:lowers'
    END AS `churn_reason_2`,
    `churn_tenure_months_bin`,
    `churn_contract_bin`,
    `churn_tenure_months_label`,
    `churn_contract_label`,
    `churn_tenure_months_woe`,
    `churn_contract_woe`,
    `churn_tenure_months_contribution`,
    `churn_contract_contribution`
FROM scorecard_reason_2
