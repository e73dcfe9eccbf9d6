WITH scorecard_inputs AS (
    SELECT
        source."customer_id" AS "customer_id",
        CAST(source."tenure_months" AS double precision) AS "tenure_months_number",
        CAST(source."contract" AS text) COLLATE "C" AS "contract_text"
    FROM "crm"."customers" AS source
),
scorecard_sums AS (
    SELECT
        "customer_id",
        float8 '-0.6321564316749573'
        + CASE
            WHEN ("tenure_months_number" IS NULL OR "tenure_months_number" = 'NaN') THEN float8 '1.3880850672721863'
            WHEN "tenure_months_number" = -1 THEN float8 '2.9570523500442505'
            WHEN "tenure_months_number" < 6 THEN float8 '0'
            WHEN "tenure_months_number" < 18.5 THEN float8 '1.6289172768592834'
            WHEN "tenure_months_number" < 40 THEN float8 '0.2812000513076782'
            ELSE float8 '-1.935138761997223'
        END
        + CASE
            WHEN "contract_text" IS NULL THEN float8 '-1.0343229174613953'
            WHEN "contract_text" IN ('Month-to-month', 'One year', E'it''s \\ "two"') THEN float8 '0.14874166250228882'
            WHEN "contract_text" = '' THEN float8 '-1.0343229174613953'
            ELSE float8 '0'
        END AS "log_odds"
    FROM scorecard_inputs
)
SELECT
    "customer_id",
    "log_odds",
    1 / (1 + EXP(-"log_odds")) AS "probability"
FROM scorecard_sums
