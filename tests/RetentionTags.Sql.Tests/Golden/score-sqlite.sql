WITH scorecard_inputs AS (
    SELECT
        source."customer_id" AS "customer_id",
        CASE WHEN typeof(source."tenure_months") IN ('text', 'blob') THEN json_extract('{}', 'column tenure_months holds no number but: ' || source."tenure_months") ELSE CAST(source."tenure_months" AS REAL) END AS "tenure_months_number",
        CAST(source."contract" AS TEXT) COLLATE BINARY AS "contract_text"
    FROM "crm"."customers" AS source
    LIMIT -1 OFFSET 0
),
scorecard_sums AS (
    SELECT
        "customer_id",
        (-10605825.0 / 16777216)
        + CASE
            WHEN "tenure_months_number" IS NULL THEN (23288203.0 / 16777216)
            WHEN "tenure_months_number" = -1.0 THEN (24805553.0 / 8388608)
            WHEN "tenure_months_number" < 6.0 THEN 0.0
            WHEN "tenure_months_number" < 18.5 THEN (27328697.0 / 16777216)
            WHEN "tenure_months_number" < 40.0 THEN (2358877.0 / 8388608)
            ELSE (-32466241.0 / 16777216)
        END
        + CASE
            WHEN "contract_text" IS NULL THEN (-17353059.0 / 16777216)
            WHEN "contract_text" IN ('Month-to-month', 'One year', 'it''s \ "two"') THEN (2495471.0 / 16777216)
            WHEN "contract_text" = '' THEN (-17353059.0 / 16777216)
            ELSE 0.0
        END AS "log_odds"
    FROM scorecard_inputs
)
SELECT
    "customer_id",
    "log_odds",
    1 / (1 + EXP(-"log_odds")) AS "probability"
FROM scorecard_sums
