WITH scorecard_inputs AS (
    SELECT
        source."customer_id" AS "customer_id",
        CAST(source."tenure_months" AS DOUBLE) AS "tenure_months_number",
        CAST(source."contract" AS VARCHAR) COLLATE "binary" AS "contract_text"
    FROM "crm"."customers" AS source
),
scorecard_sums AS (
    SELECT
        "customer_id",
        -0.6321564316749573E0
        + CASE
            WHEN ("tenure_months_number" IS NULL OR isnan("tenure_months_number")) THEN 1.3880850672721863E0
            WHEN "tenure_months_number" = -1E0 THEN 2.9570523500442505E0
            WHEN "tenure_months_number" < 6E0 THEN 0E0
            WHEN "tenure_months_number" < 18.5E0 THEN 1.6289172768592834E0
            WHEN "tenure_months_number" < 40E0 THEN 0.2812000513076782E0
            ELSE -1.935138761997223E0
        END
        + CASE
            WHEN "contract_text" IS NULL THEN -1.0343229174613953E0
            WHEN "contract_text" IN ('Month-to-month', 'One year', 'it''s \ "two"') THEN 0.14874166250228882E0
            WHEN "contract_text" = '' THEN -1.0343229174613953E0
            ELSE 0E0
        END AS "log_odds"
    FROM scorecard_inputs
)
SELECT
    "customer_id",
    "log_odds",
    1 / (1 + EXP(-"log_odds")) AS "probability"
FROM scorecard_sums
