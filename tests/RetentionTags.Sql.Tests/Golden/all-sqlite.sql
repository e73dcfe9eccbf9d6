WITH scorecard_inputs AS (
    SELECT
        source."customer_id" AS "customer_id",
        CASE WHEN typeof(source."tenure_months") IN ('text', 'blob') THEN json_extract('{}', 'column tenure_months holds no number but: ' || source."tenure_months") ELSE CAST(source."tenure_months" AS REAL) END AS "tenure_months_number",
        CAST(source."contract" AS TEXT) COLLATE BINARY AS "contract_text",
        CAST(source."tier_before" AS TEXT) COLLATE BINARY AS "previous_tier"
    FROM "customers" AS source
    LIMIT -1 OFFSET 0
),
scorecard_bins AS (
    SELECT
        "customer_id",
        "previous_tier",
        CASE
            WHEN "tenure_months_number" IS NULL THEN 5
            WHEN "tenure_months_number" = -1.0 THEN 4
            WHEN "tenure_months_number" < 6.0 THEN 0
            WHEN "tenure_months_number" < 18.5 THEN 1
            WHEN "tenure_months_number" < 40.0 THEN 2
            ELSE 3
        END AS "churn_tenure_months_bin",
        CASE
            WHEN "contract_text" IS NULL THEN 1
            WHEN "contract_text" IN ('Month-to-month', 'One year', 'it''s \ "two"') THEN 0
            WHEN "contract_text" = '' THEN 1
            ELSE 2
        END AS "churn_contract_bin"
    FROM scorecard_inputs
    LIMIT -1 OFFSET 0
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
            WHEN 0 THEN 0.0
            WHEN 1 THEN (7157279077567107.0 / 4503599627370496)
            WHEN 2 THEN (617780736608925.0 / 2251799813685248)
            WHEN 3 THEN (-8502781967879897.0 / 4503599627370496)
            WHEN 4 THEN (6496477497549883.0 / 2251799813685248)
            ELSE (6099089483819907.0 / 4503599627370496)
        END AS "churn_tenure_months_woe",
        CASE "churn_tenure_months_bin"
            WHEN 0 THEN (1268315.0 / 4194304)
            WHEN 1 THEN (32401957.0 / 16777216)
            WHEN 2 THEN (4895507.0 / 8388608)
            WHEN 3 THEN (-27392981.0 / 16777216)
            WHEN 4 THEN (27342183.0 / 8388608)
            ELSE (28361463.0 / 16777216)
        END AS "churn_tenure_months_contribution",
        CASE "churn_contract_bin"
            WHEN 0 THEN 'Month-to-month, One year, it''s \ "two"'
            WHEN 1 THEN 'missing'
            ELSE 'unseen'
        END AS "churn_contract_label",
        CASE "churn_contract_bin"
            WHEN 0 THEN (7206070437320693.0 / 72057594037927936)
            WHEN 1 THEN (-6263716134202753.0 / 9007199254740992)
            ELSE 0.0
        END AS "churn_contract_woe",
        CASE "churn_contract_bin"
            WHEN 0 THEN (711239.0 / 4194304)
            WHEN 1 THEN (-8501787.0 / 8388608)
            ELSE (349485.0 / 16777216)
        END AS "churn_contract_contribution",
        (-10605825.0 / 16777216)
        + CASE "churn_tenure_months_bin"
            WHEN 0 THEN 0.0
            WHEN 1 THEN (27328697.0 / 16777216)
            WHEN 2 THEN (2358877.0 / 8388608)
            WHEN 3 THEN (-32466241.0 / 16777216)
            WHEN 4 THEN (24805553.0 / 8388608)
            ELSE (23288203.0 / 16777216)
        END
        + CASE "churn_contract_bin"
            WHEN 0 THEN (2495471.0 / 16777216)
            WHEN 1 THEN (-17353059.0 / 16777216)
            ELSE 0.0
        END AS "churn_log_odds",
        582.0
        + CASE "churn_tenure_months_bin"
            WHEN 0 THEN 0.0
            WHEN 1 THEN 47.0
            WHEN 2 THEN 8.0
            WHEN 3 THEN -56.0
            WHEN 4 THEN 85.0
            ELSE 40.0
        END
        + CASE "churn_contract_bin"
            WHEN 0 THEN 4.0
            WHEN 1 THEN -30.0
            ELSE 0.0
        END AS "churn_points"
    FROM scorecard_bins
    LIMIT -1 OFFSET 0
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
            WHEN "churn_log_odds" < (-40576595.0 / 16777216) THEN 0.0
            WHEN "churn_log_odds" < (-11620565.0 / 8388608) THEN (6238752730556531.0 / 72057594037927936)
            WHEN "churn_log_odds" < (-4670681.0 / 16777216) THEN (667199944795629.0 / 4503599627370496)
            WHEN "churn_log_odds" < (-630187.0 / 16777216) THEN (2069977468480849.0 / 4503599627370496)
            WHEN "churn_log_odds" < (15177849.0 / 16777216) THEN (2573485501354569.0 / 4503599627370496)
            WHEN "churn_log_odds" < (19218343.0 / 16777216) THEN (3162101866026093.0 / 4503599627370496)
            WHEN "churn_log_odds" < (10826111.0 / 8388608) THEN (6707488806722015.0 / 9007199254740992)
            ELSE (8149370754289469.0 / 9007199254740992)
        END AS "churn_probability",
        CASE
            WHEN "churn_log_odds" >= (10826111.0 / 8388608) THEN 'critical'
            WHEN "churn_log_odds" >= (-4670681.0 / 16777216) THEN 'watch ''them'''
            ELSE 'calm'
        END AS "churn_tier",
        CASE WHEN "churn_tenure_months_contribution" > 0.0 THEN "churn_tenure_months_contribution" * 134217728.0 + 7.0 ELSE 0.0 END AS "reason_key_1",
        CASE WHEN "churn_tenure_months_contribution" < 0.0 THEN "churn_tenure_months_contribution" * -134217728.0 + 6.0 ELSE 0.0 END AS "reason_key_2",
        CASE WHEN "churn_contract_contribution" > 0.0 THEN "churn_contract_contribution" * 134217728.0 + 5.0 ELSE 0.0 END AS "reason_key_3",
        CASE WHEN "churn_contract_contribution" < 0.0 THEN "churn_contract_contribution" * -134217728.0 + 4.0 ELSE 0.0 END AS "reason_key_4"
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
        (SELECT * FROM (VALUES ("reason_key_1"), ("reason_key_2"), ("reason_key_3"), ("reason_key_4")) ORDER BY 1 DESC LIMIT 1 OFFSET 0) AS "reason_top_1",
        (SELECT * FROM (VALUES ("reason_key_1"), ("reason_key_2"), ("reason_key_3"), ("reason_key_4")) ORDER BY 1 DESC LIMIT 1 OFFSET 1) AS "reason_top_2"
    FROM scorecard_scores
    LIMIT -1 OFFSET 0
)
SELECT
    "customer_id",
    "churn_log_odds",
    "churn_uncalibrated_probability",
    "churn_probability",
    "churn_points",
    "churn_tier",
    CASE
        WHEN "reason_top_1" = 0.0 THEN NULL
        WHEN "reason_top_1" - 8.0 * FLOOR("reason_top_1" / 8.0) = 7.0 THEN 'tenure_months:raises'
        WHEN "reason_top_1" - 8.0 * FLOOR("reason_top_1" / 8.0) = 6.0 THEN 'tenure_months:lowers'
        WHEN "reason_top_1" - 8.0 * FLOOR("reason_top_1" / 8.0) = 5.0 THEN 'contract:raises'
        WHEN "reason_top_1" - 8.0 * FLOOR("reason_top_1" / 8.0) = 4.0 THEN 'contract:lowers'
    END AS "churn_reason_1",
    CASE
        WHEN "reason_top_2" = 0.0 THEN NULL
        WHEN "reason_top_2" - 8.0 * FLOOR("reason_top_2" / 8.0) = 7.0 THEN 'tenure_months:raises'
        WHEN "reason_top_2" - 8.0 * FLOOR("reason_top_2" / 8.0) = 6.0 THEN 'tenure_months:lowers'
        WHEN "reason_top_2" - 8.0 * FLOOR("reason_top_2" / 8.0) = 5.0 THEN 'contract:raises'
        WHEN "reason_top_2" - 8.0 * FLOOR("reason_top_2" / 8.0) = 4.0 THEN 'contract:lowers'
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
