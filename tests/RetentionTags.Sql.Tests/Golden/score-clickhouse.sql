WITH
    ifNull(toFloat64(source.`tenure_months`), nan) AS `tenure_months_number`,
    toString(source.`contract`) AS `contract_text`,
    -0.6321564316749573
    + CASE
        WHEN isNaN(`tenure_months_number`) THEN 1.3880850672721863
        WHEN `tenure_months_number` = -1.0 THEN 2.9570523500442505
        WHEN `tenure_months_number` < 6.0 THEN 0.0
        WHEN `tenure_months_number` < 18.5 THEN 1.6289172768592834
        WHEN `tenure_months_number` < 40.0 THEN 0.2812000513076782
        ELSE -1.935138761997223
    END
    + CASE
        WHEN `contract_text` IS NULL THEN -1.0343229174613953
        WHEN `contract_text` IN ('Month-to-month', 'One year', 'it\'s \\ "two"') THEN 0.14874166250228882
        WHEN `contract_text` = '' THEN -1.0343229174613953
        ELSE 0.0
    END AS `log_odds`
SELECT
    source.`customer_id` AS `customer_id`,
    `log_odds`,
    1 / (1 + exp(-`log_odds`)) AS `probability`
FROM `crm`.`customers` AS source
