WITH scorecard_inputs AS (
    SELECT
        source."customer_id" AS "customer_id",
        CAST(source."tenure_months" AS double precision) AS "tenure_months_number",
        CAST(source."contract" AS text) COLLATE "C" AS "contract_text",
        CAST(source."tier_before" AS text) COLLATE "C" AS "previous_tier"
    FROM "customers" AS source
),
scorecard_bins AS (
    SELECT
        "customer_id",
        "previous_tier",
        CASE
            WHEN ("tenure_months_number" IS NULL OR "tenure_months_number" = 'NaN') THEN 5
            WHEN "tenure_months_number" = -1 THEN 4
            WHEN "tenure_months_number" < 6 THEN 0
            WHEN "tenure_months_number" < 18.5 THEN 1
            WHEN "tenure_months_number" < 40 THEN 2
            ELSE 3
        END AS "churn_tenure_months_bin",
        CASE
            WHEN "contract_text" IS NULL THEN 1
            WHEN "contract_text" IN ('Month-to-month', 'One year', E'it''s \\ "two"') THEN 0
            WHEN "contract_text" = '' THEN 1
            ELSE 2
        END AS "churn_contract_bin"
    FROM scorecard_inputs
    OFFSET 0
),
scorecard_sums AS (
    SELECT
        "customer_id",
        "previous_tier",
        "churn_tenure_months_bin",
        "churn_contract_bin",
        CASE "churn_tenure_months_bin"
            WHEN 0 THEN '(-inf, 6)'
            WHEN 1 THEN '[6, 18.5)'
            WHEN 2 THEN '[18.5, 40)'
            WHEN 3 THEN '[40, inf)'
            WHEN 4 THEN 'unknown'
            ELSE 'missing'
        END AS "churn_tenure_months_label",
        CASE "churn_tenure_months_bin"
            WHEN 0 THEN float8 '0'
            WHEN 1 THEN float8 '1.5892352051165808'
            WHEN 2 THEN float8 '0.27434975918124715'
            WHEN 3 THEN float8 '-1.887996862821572'
            WHEN 4 THEN float8 '2.8850155586956396'
            ELSE float8 '1.3542699148372044'
        END AS "churn_tenure_months_woe",
        CASE "churn_tenure_months_bin"
            WHEN 0 THEN float8 '0.30238986015319824'
            WHEN 1 THEN float8 '1.9313071370124817'
            WHEN 2 THEN float8 '0.5835899114608765'
            WHEN 3 THEN float8 '-1.6327489018440247'
            WHEN 4 THEN float8 '3.2594422101974487'
            ELSE float8 '1.6904749274253845'
        END AS "churn_tenure_months_contribution",
        CASE "churn_contract_bin"
            WHEN 0 THEN E'Month-to-month, One year, it''s \\ "two"'
            WHEN 1 THEN 'missing'
            ELSE 'unseen'
        END AS "churn_contract_label",
        CASE "churn_contract_bin"
            WHEN 0 THEN float8 '0.1000043164573013'
            WHEN 1 THEN float8 '-0.6954121871907973'
            ELSE float8 '0'
        END AS "churn_contract_woe",
        CASE "churn_contract_bin"
            WHEN 0 THEN float8 '0.1695725917816162'
            WHEN 1 THEN float8 '-1.0134919881820679'
            ELSE float8 '0.020830929279327393'
        END AS "churn_contract_contribution",
        float8 '-0.6321564316749573'
        + CASE "churn_tenure_months_bin"
            WHEN 0 THEN float8 '0'
            WHEN 1 THEN float8 '1.6289172768592834'
            WHEN 2 THEN float8 '0.2812000513076782'
            WHEN 3 THEN float8 '-1.935138761997223'
            WHEN 4 THEN float8 '2.9570523500442505'
            ELSE float8 '1.3880850672721863'
        END
        + CASE "churn_contract_bin"
            WHEN 0 THEN float8 '0.14874166250228882'
            WHEN 1 THEN float8 '-1.0343229174613953'
            ELSE float8 '0'
        END AS "churn_log_odds",
        float8 '582'
        + CASE "churn_tenure_months_bin"
            WHEN 0 THEN float8 '0'
            WHEN 1 THEN float8 '47'
            WHEN 2 THEN float8 '8'
            WHEN 3 THEN float8 '-56'
            WHEN 4 THEN float8 '85'
            ELSE float8 '40'
        END
        + CASE "churn_contract_bin"
            WHEN 0 THEN float8 '4'
            WHEN 1 THEN float8 '-30'
            ELSE float8 '0'
        END AS "churn_points"
    FROM scorecard_bins
    OFFSET 0
),
scorecard_scores AS (
    SELECT
        "customer_id",
        "churn_tenure_months_bin",
        "churn_contract_bin",
        "churn_tenure_months_label",
        "churn_tenure_months_woe",
        "churn_tenure_months_contribution",
        "churn_contract_label",
        "churn_contract_woe",
        "churn_contract_contribution",
        "churn_log_odds",
        "churn_points",
        1 / (1 + EXP(-"churn_log_odds")) AS "churn_uncalibrated_probability",
        CASE
            WHEN "churn_log_odds" < -2.4185535311698914 THEN float8 '0'
            WHEN "churn_log_odds" < -1.3852792978286743 THEN float8 '0.08658008658008658'
            WHEN "churn_log_odds" < -0.27839428186416626 THEN float8 '0.14814814814814814'
            WHEN "churn_log_odds" < -0.03756207227706909 THEN float8 '0.45962732919254656'
            WHEN "churn_log_odds" < 0.9046702980995178 THEN float8 '0.5714285714285714'
            WHEN "churn_log_odds" < 1.145502507686615 THEN float8 '0.7021276595744681'
            WHEN "churn_log_odds" < 1.290573000907898 THEN float8 '0.7446808510638298'
            ELSE float8 '0.9047619047619048'
        END AS "churn_probability",
        CASE
            WHEN "churn_log_odds" >= 1.290573000907898 THEN 'critical'
            WHEN "churn_log_odds" >= -0.27839428186416626 THEN 'watch ''them'''
            ELSE 'calm'
        END AS "churn_tier",
        CASE WHEN "churn_tenure_months_contribution" > float8 '0' THEN "churn_tenure_months_contribution" * float8 '134217728' + float8 '7' ELSE float8 '0' END AS "reason_key_1",
        CASE WHEN "churn_tenure_months_contribution" < float8 '0' THEN "churn_tenure_months_contribution" * float8 '-134217728' + float8 '6' ELSE float8 '0' END AS "reason_key_2",
        CASE WHEN "churn_contract_contribution" > float8 '0' THEN "churn_contract_contribution" * float8 '134217728' + float8 '5' ELSE float8 '0' END AS "reason_key_3",
        CASE WHEN "churn_contract_contribution" < float8 '0' THEN "churn_contract_contribution" * float8 '-134217728' + float8 '4' ELSE float8 '0' END AS "reason_key_4"
    FROM scorecard_sums
),
scorecard_results AS (
    SELECT
        "customer_id",
        "churn_tenure_months_bin",
        "churn_contract_bin",
        "churn_tenure_months_label",
        "churn_tenure_months_woe",
        "churn_tenure_months_contribution",
        "churn_contract_label",
        "churn_contract_woe",
        "churn_contract_contribution",
        "churn_log_odds",
        "churn_points",
        "churn_uncalibrated_probability",
        "churn_probability",
        "churn_tier",
        (SELECT number FROM unnest(ARRAY["reason_key_1", "reason_key_2", "reason_key_3", "reason_key_4"]) AS numbers (number) ORDER BY number DESC LIMIT 1 OFFSET 0) AS "reason_top_1",
        (SELECT number FROM unnest(ARRAY["reason_key_1", "reason_key_2", "reason_key_3", "reason_key_4"]) AS numbers (number) ORDER BY number DESC LIMIT 1 OFFSET 1) AS "reason_top_2"
    FROM scorecard_scores
    OFFSET 0
)
SELECT
    "customer_id",
    "churn_log_odds",
    "churn_uncalibrated_probability",
    "churn_probability",
    "churn_points",
    "churn_tier",
    CASE
        WHEN "reason_top_1" = float8 '0' THEN NULL
        WHEN "reason_top_1" - float8 '8' * FLOOR("reason_top_1" / float8 '8') = float8 '7' THEN 'tenure_months:raises'
        WHEN "reason_top_1" - float8 '8' * FLOOR("reason_top_1" / float8 '8') = float8 '6' THEN 'tenure_months:lowers'
        WHEN "reason_top_1" - float8 '8' * FLOOR("reason_top_1" / float8 '8') = float8 '5' THEN 'contract:raises'
        WHEN "reason_top_1" - float8 '8' * FLOOR("reason_top_1" / float8 '8') = float8 '4' THEN 'contract:lowers'
    END AS "churn_reason_1",
    CASE
        WHEN "reason_top_2" = float8 '0' THEN NULL
        WHEN "reason_top_2" - float8 '8' * FLOOR("reason_top_2" / float8 '8') = float8 '7' THEN 'tenure_months:raises'
        WHEN "reason_top_2" - float8 '8' * FLOOR("reason_top_2" / float8 '8') = float8 '6' THEN 'tenure_months:lowers'
        WHEN "reason_top_2" - float8 '8' * FLOOR("reason_top_2" / float8 '8') = float8 '5' THEN 'contract:raises'
        WHEN "reason_top_2" - float8 '8' * FLOOR("reason_top_2" / float8 '8') = float8 '4' THEN 'contract:lowers'
    END AS "churn_reason_2",
    "churn_tenure_months_bin",
    "churn_contract_bin",
    "churn_tenure_months_label",
    "churn_contract_label",
    "churn_tenure_months_woe",
    "churn_contract_woe",
    "churn_tenure_months_contribution",
    "churn_contract_contribution"
FROM scorecard_results
