SELECT
    `customer_id`,
    `churn_log_odds`,
    `churn_uncalibrated_probability`,
    `churn_probability`,
    `churn_points`,
    `churn_tier`,
    CASE
        WHEN `reason_top_1` = 0.0 THEN NULL
        WHEN `reason_top_1` - 8.0 * FLOOR(`reason_top_1` / 8.0) = 7.0 THEN 'tenure_months:raises'
        WHEN `reason_top_1` - 8.0 * FLOOR(`reason_top_1` / 8.0) = 6.0 THEN 'tenure_months:lowers'
        WHEN `reason_top_1` - 8.0 * FLOOR(`reason_top_1` / 8.0) = 5.0 THEN 'contract:raises'
        WHEN `reason_top_1` - 8.0 * FLOOR(`reason_top_1` / 8.0) = 4.0 THEN 'contract:lowers'
    END AS `churn_reason_1`,
    CASE
        WHEN `reason_top_2` = 0.0 THEN NULL
        WHEN `reason_top_2` - 8.0 * FLOOR(`reason_top_2` / 8.0) = 7.0 THEN 'tenure_months:raises'
        WHEN `reason_top_2` - 8.0 * FLOOR(`reason_top_2` / 8.0) = 6.0 THEN 'tenure_months:lowers'
        WHEN `reason_top_2` - 8.0 * FLOOR(`reason_top_2` / 8.0) = 5.0 THEN 'contract:raises'
        WHEN `reason_top_2` - 8.0 * FLOOR(`reason_top_2` / 8.0) = 4.0 THEN 'contract:lowers'
    END AS `churn_reason_2`,
    `churn_tenure_months_bin`,
    `churn_contract_bin`,
    `churn_tenure_months_label`,
    `churn_contract_label`,
    `churn_tenure_months_woe`,
    `churn_contract_woe`,
    `churn_tenure_months_contribution`,
    `churn_contract_contribution`
FROM (
    WITH
        ifNull(toFloat64(source.`tenure_months`), nan) AS `tenure_months_number`,
        toString(source.`contract`) AS `contract_text`,
        toString(source.`tier_before`) AS `previous_tier`,
        CASE
            WHEN isNaN(`tenure_months_number`) THEN 5
            WHEN `tenure_months_number` = -1.0 THEN 4
            WHEN `tenure_months_number` < 6.0 THEN 0
            WHEN `tenure_months_number` < 18.5 THEN 1
            WHEN `tenure_months_number` < 40.0 THEN 2
            ELSE 3
        END AS `churn_tenure_months_bin`,
        CASE
            WHEN `contract_text` IS NULL THEN 1
            WHEN `contract_text` IN ('Month-to-month', 'One year', 'it\'s \\ "two"') THEN 0
            WHEN `contract_text` = '' THEN 1
            ELSE 2
        END AS `churn_contract_bin`,
        CASE `churn_tenure_months_bin`
            WHEN 0 THEN 0.30238986015319824
            WHEN 1 THEN 1.9313071370124817
            WHEN 2 THEN 0.5835899114608765
            WHEN 3 THEN -1.6327489018440247
            WHEN 4 THEN 3.2594422101974487
            ELSE 1.6904749274253845
        END AS `churn_tenure_months_contribution`,
        CASE `churn_contract_bin`
            WHEN 0 THEN 0.1695725917816162
            WHEN 1 THEN -1.0134919881820679
            ELSE 0.020830929279327393
        END AS `churn_contract_contribution`,
        -0.6321564316749573
        + CASE `churn_tenure_months_bin`
            WHEN 0 THEN 0.0
            WHEN 1 THEN 1.6289172768592834
            WHEN 2 THEN 0.2812000513076782
            WHEN 3 THEN -1.935138761997223
            WHEN 4 THEN 2.9570523500442505
            ELSE 1.3880850672721863
        END
        + CASE `churn_contract_bin`
            WHEN 0 THEN 0.14874166250228882
            WHEN 1 THEN -1.0343229174613953
            ELSE 0.0
        END AS `churn_log_odds`,
        CASE WHEN `churn_tenure_months_contribution` > 0.0 THEN `churn_tenure_months_contribution` * 134217728.0 + 7.0 ELSE 0.0 END AS `reason_key_1`,
        CASE WHEN `churn_tenure_months_contribution` < 0.0 THEN `churn_tenure_months_contribution` * -134217728.0 + 6.0 ELSE 0.0 END AS `reason_key_2`,
        CASE WHEN `churn_contract_contribution` > 0.0 THEN `churn_contract_contribution` * 134217728.0 + 5.0 ELSE 0.0 END AS `reason_key_3`,
        CASE WHEN `churn_contract_contribution` < 0.0 THEN `churn_contract_contribution` * -134217728.0 + 4.0 ELSE 0.0 END AS `reason_key_4`
    SELECT
        source.`customer_id` AS `customer_id`,
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
            WHEN 0 THEN 0.0
            WHEN 1 THEN 1.5892352051165808
            WHEN 2 THEN 0.27434975918124715
            WHEN 3 THEN -1.887996862821572
            WHEN 4 THEN 2.8850155586956396
            ELSE 1.3542699148372044
        END AS `churn_tenure_months_woe`,
        `churn_tenure_months_contribution`,
        CASE `churn_contract_bin`
            WHEN 0 THEN 'Month-to-month, One year, it\'s \\ "two"'
            WHEN 1 THEN 'missing'
            ELSE 'unseen'
        END AS `churn_contract_label`,
        CASE `churn_contract_bin`
            WHEN 0 THEN 0.1000043164573013
            WHEN 1 THEN -0.6954121871907973
            ELSE 0.0
        END AS `churn_contract_woe`,
        `churn_contract_contribution`,
        `churn_log_odds`,
        582.0
        + CASE `churn_tenure_months_bin`
            WHEN 0 THEN 0.0
            WHEN 1 THEN 47.0
            WHEN 2 THEN 8.0
            WHEN 3 THEN -56.0
            WHEN 4 THEN 85.0
            ELSE 40.0
        END
        + CASE `churn_contract_bin`
            WHEN 0 THEN 4.0
            WHEN 1 THEN -30.0
            ELSE 0.0
        END AS `churn_points`,
        1 / (1 + exp(-`churn_log_odds`)) AS `churn_uncalibrated_probability`,
        CASE
            WHEN `churn_log_odds` < -2.4185535311698914 THEN 0.0
            WHEN `churn_log_odds` < -1.3852792978286743 THEN 0.08658008658008658
            WHEN `churn_log_odds` < -0.27839428186416626 THEN 0.14814814814814814
            WHEN `churn_log_odds` < -0.03756207227706909 THEN 0.45962732919254656
            WHEN `churn_log_odds` < 0.9046702980995178 THEN 0.5714285714285714
            WHEN `churn_log_odds` < 1.145502507686615 THEN 0.7021276595744681
            WHEN `churn_log_odds` < 1.290573000907898 THEN 0.7446808510638298
            ELSE 0.9047619047619048
        END AS `churn_probability`,
        CASE
            WHEN `churn_log_odds` >= 1.290573000907898 THEN 'critical'
            WHEN `churn_log_odds` >= -0.27839428186416626 THEN 'watch \'them\''
            ELSE 'calm'
        END AS `churn_tier`,
        arraySort([`reason_key_1`, `reason_key_2`, `reason_key_3`, `reason_key_4`])[4] AS `reason_top_1`,
        arraySort([`reason_key_1`, `reason_key_2`, `reason_key_3`, `reason_key_4`])[3] AS `reason_top_2`
    FROM `customers` AS source
) AS scorecard_results
