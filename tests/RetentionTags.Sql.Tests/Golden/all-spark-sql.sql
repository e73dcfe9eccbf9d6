WITH scorecard_inputs AS (
    SELECT
        source.`customer_id` AS `customer_id`,
        CAST(source.`tenure_months` AS DOUBLE) AS `tenure_months_number`,
        CAST(source.`contract` AS STRING) AS `contract_text`,
        CAST(source.`tier_before` AS STRING) AS `previous_tier`
    FROM `customers` AS source
),
scorecard_bins AS (
    SELECT
        `customer_id`,
        `previous_tier`,
        CASE
            WHEN (`tenure_months_number` IS NULL OR isnan(`tenure_months_number`)) THEN 5
            WHEN `tenure_months_number` = -1D THEN 4
            WHEN `tenure_months_number` < 6D THEN 0
            WHEN `tenure_months_number` < 18.5D THEN 1
            WHEN `tenure_months_number` < 40D THEN 2
            ELSE 3
        END AS `churn_tenure_months_bin`,
        CASE
            WHEN `contract_text` IS NULL THEN 1
            WHEN `contract_text` IN ('Month-to-month', 'One year', 'it\'s \\ "two"') THEN 0
            WHEN `contract_text` = '' THEN 1
            ELSE 2
        END AS `churn_contract_bin`
    FROM scorecard_inputs
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
            WHEN 0 THEN 0D
            WHEN 1 THEN 1.5892352051165808D
            WHEN 2 THEN 0.27434975918124715D
            WHEN 3 THEN -1.887996862821572D
            WHEN 4 THEN 2.8850155586956396D
            ELSE 1.3542699148372044D
        END AS `churn_tenure_months_woe`,
        CASE `churn_tenure_months_bin`
            WHEN 0 THEN 0.30238986015319824D
            WHEN 1 THEN 1.9313071370124817D
            WHEN 2 THEN 0.5835899114608765D
            WHEN 3 THEN -1.6327489018440247D
            WHEN 4 THEN 3.2594422101974487D
            ELSE 1.6904749274253845D
        END AS `churn_tenure_months_contribution`,
        CASE `churn_contract_bin`
            WHEN 0 THEN 'Month-to-month, One year, it\'s \\ "two"'
            WHEN 1 THEN 'missing'
            ELSE 'unseen'
        END AS `churn_contract_label`,
        CASE `churn_contract_bin`
            WHEN 0 THEN 0.1000043164573013D
            WHEN 1 THEN -0.6954121871907973D
            ELSE 0D
        END AS `churn_contract_woe`,
        CASE `churn_contract_bin`
            WHEN 0 THEN 0.1695725917816162D
            WHEN 1 THEN -1.0134919881820679D
            ELSE 0.020830929279327393D
        END AS `churn_contract_contribution`,
        -0.6321564316749573D
        + CASE `churn_tenure_months_bin`
            WHEN 0 THEN 0D
            WHEN 1 THEN 1.6289172768592834D
            WHEN 2 THEN 0.2812000513076782D
            WHEN 3 THEN -1.935138761997223D
            WHEN 4 THEN 2.9570523500442505D
            ELSE 1.3880850672721863D
        END
        + CASE `churn_contract_bin`
            WHEN 0 THEN 0.14874166250228882D
            WHEN 1 THEN -1.0343229174613953D
            ELSE 0D
        END AS `churn_log_odds`,
        582D
        + CASE `churn_tenure_months_bin`
            WHEN 0 THEN 0D
            WHEN 1 THEN 47D
            WHEN 2 THEN 8D
            WHEN 3 THEN -56D
            WHEN 4 THEN 85D
            ELSE 40D
        END
        + CASE `churn_contract_bin`
            WHEN 0 THEN 4D
            WHEN 1 THEN -30D
            ELSE 0D
        END AS `churn_points`
    FROM scorecard_bins
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
            WHEN `churn_log_odds` < -2.4185535311698914D THEN 0D
            WHEN `churn_log_odds` < -1.3852792978286743D THEN 0.08658008658008658D
            WHEN `churn_log_odds` < -0.27839428186416626D THEN 0.14814814814814814D
            WHEN `churn_log_odds` < -0.03756207227706909D THEN 0.45962732919254656D
            WHEN `churn_log_odds` < 0.9046702980995178D THEN 0.5714285714285714D
            WHEN `churn_log_odds` < 1.145502507686615D THEN 0.7021276595744681D
            WHEN `churn_log_odds` < 1.290573000907898D THEN 0.7446808510638298D
            ELSE 0.9047619047619048D
        END AS `churn_probability`,
        CASE
            WHEN `churn_log_odds` >= 1.290573000907898D THEN 'critical'
            WHEN `churn_log_odds` >= -0.27839428186416626D THEN 'watch \'them\''
            ELSE 'calm'
        END AS `churn_tier`,
        CASE WHEN `churn_tenure_months_contribution` > 0D THEN `churn_tenure_months_contribution` * 134217728D + 7D ELSE 0D END AS `reason_key_1`,
        CASE WHEN `churn_tenure_months_contribution` < 0D THEN `churn_tenure_months_contribution` * -134217728D + 6D ELSE 0D END AS `reason_key_2`,
        CASE WHEN `churn_contract_contribution` > 0D THEN `churn_contract_contribution` * 134217728D + 5D ELSE 0D END AS `reason_key_3`,
        CASE WHEN `churn_contract_contribution` < 0D THEN `churn_contract_contribution` * -134217728D + 4D ELSE 0D END AS `reason_key_4`
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
        sort_array(array(`reason_key_1`, `reason_key_2`, `reason_key_3`, `reason_key_4`))[3] AS `reason_top_1`,
        sort_array(array(`reason_key_1`, `reason_key_2`, `reason_key_3`, `reason_key_4`))[2] AS `reason_top_2`
    FROM scorecard_scores
)
SELECT
    `customer_id`,
    `churn_log_odds`,
    `churn_uncalibrated_probability`,
    `churn_probability`,
    `churn_points`,
    `churn_tier`,
    CASE
        WHEN `reason_top_1` = 0D THEN NULL
        WHEN `reason_top_1` - 8D * FLOOR(`reason_top_1` / 8D) = 7D THEN 'tenure_months:raises'
        WHEN `reason_top_1` - 8D * FLOOR(`reason_top_1` / 8D) = 6D THEN 'tenure_months:lowers'
        WHEN `reason_top_1` - 8D * FLOOR(`reason_top_1` / 8D) = 5D THEN 'contract:raises'
        WHEN `reason_top_1` - 8D * FLOOR(`reason_top_1` / 8D) = 4D THEN 'contract:lowers'
    END AS `churn_reason_1`,
    CASE
        WHEN `reason_top_2` = 0D THEN NULL
        WHEN `reason_top_2` - 8D * FLOOR(`reason_top_2` / 8D) = 7D THEN 'tenure_months:raises'
        WHEN `reason_top_2` - 8D * FLOOR(`reason_top_2` / 8D) = 6D THEN 'tenure_months:lowers'
        WHEN `reason_top_2` - 8D * FLOOR(`reason_top_2` / 8D) = 5D THEN 'contract:raises'
        WHEN `reason_top_2` - 8D * FLOOR(`reason_top_2` / 8D) = 4D THEN 'contract:lowers'
    END AS `churn_reason_2`,
    `churn_tenure_months_bin`,
    `churn_contract_bin`,
    `churn_tenure_months_label`,
    `churn_contract_label`,
    `churn_tenure_months_woe`,
    `churn_contract_woe`,
    `churn_tenure_months_contribution`,
    `churn_contract_contribution`
FROM scorecard_results
