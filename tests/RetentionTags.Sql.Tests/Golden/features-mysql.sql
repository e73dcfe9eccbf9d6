WITH cut_offs AS (
    SELECT
        '2025-04-01T00:00:00+02:00' AS `cut_off`,
        1743458400000000 AS cut_at,
        1711922400000000 AS observed_from,
        739340 AS reference_day,
        1740870000000000 AS from_30d,
        1740783600000000 AS from_1cm,
        1743458400000000 AS due_from,
        1748642400000000 AS due_to,
        1749852000000000 AS mature_at,
        1749765600000000 AS mature_if
    UNION ALL
    SELECT
        '2025-05-01T00:00:00+02:00' AS `cut_off`,
        1746050400000000 AS cut_at,
        1714514400000000 AS observed_from,
        739370 AS reference_day,
        1743458400000000 AS from_30d,
        1743458400000000 AS from_1cm,
        1746050400000000 AS due_from,
        1751234400000000 AS due_to,
        1752444000000000 AS mature_at,
        1752357600000000 AS mature_if
),
events_ AS (
    SELECT
        source.`customer_id` AS `customer_id`,
        TIMESTAMPDIFF(MICROSECOND, '1970-01-01', source.`happened_at`) AS event_at,
        TIMESTAMPDIFF(MICROSECOND, '1970-01-01', source.`loaded_at`) AS known_at,
        CAST(source.`amount` AS DOUBLE) AS event_amount,
        NULLIF(CONCAT(CONVERT(source.`event id` USING utf8mb4), '.') COLLATE utf8mb4_bin, '.') AS event_key,
        NULLIF(CONCAT(CONVERT(source.`kind` USING utf8mb4), '.') COLLATE utf8mb4_bin, '.') AS event_kind
    FROM `shop`.`events` AS source
    LIMIT 18446744073709551615
),
numbered AS (
    SELECT
        `customer_id`,
        event_at,
        known_at,
        event_amount,
        event_key,
        event_kind,
        CASE WHEN event_key IS NULL THEN 1 ELSE ROW_NUMBER() OVER (PARTITION BY event_key ORDER BY known_at) END AS delivery
    FROM events_
),
deliveries AS (
    SELECT
        `customer_id`,
        event_at,
        known_at,
        event_amount,
        event_key,
        event_kind
    FROM numbered
    WHERE delivery = 1
),
seen AS (
    SELECT
        `customer_id`,
        event_at,
        known_at,
        event_amount,
        event_key,
        event_kind,
        `cut_off`,
        cut_at,
        observed_from,
        reference_day,
        from_30d,
        from_1cm,
        due_from,
        due_to,
        mature_at,
        mature_if,
        CASE WHEN event_at < cut_at AND event_at >= observed_from AND known_at <= cut_at THEN 1 ELSE 0 END AS is_seen,
        CASE WHEN event_amount >= 0 THEN 1 ELSE 0 END AS is_purchase,
        (event_at + 62135596800000000 + CASE WHEN event_at >= 1743372000000000 THEN 7200000000 WHEN event_at >= 1730066400000000 THEN 3600000000 WHEN event_at >= 1711922400000000 THEN 7200000000 ELSE 3600000000 END) DIV 86400000000 AS event_day,
        CASE WHEN event_amount < 0 THEN 1 ELSE 0 END AS is_refund,
        CASE WHEN ABS(event_amount * 1000000E0) < 9007199254740992E0 AND ABS(ROUND(event_amount * 1000000E0) / 1000000E0 - event_amount) <= 8.881784197001252E-16 * ABS(event_amount) THEN CAST(ROUND(event_amount * 1000000E0) AS SIGNED) END AS amount_millionths,
        CASE WHEN event_kind = 'it''s an order.' THEN 1 ELSE 0 END AS is_it_s_an_order,
        CASE WHEN event_at >= due_from AND event_at < due_to AND known_at <= mature_at THEN 1 ELSE 0 END AS is_due,
        CASE WHEN (SELECT MAX(TIMESTAMPDIFF(MICROSECOND, '1970-01-01', source.`happened_at`)) FROM `shop`.`events` AS source) >= mature_if THEN 1 ELSE 0 END AS is_mature
    FROM deliveries CROSS JOIN cut_offs
    WHERE event_at < cut_at AND event_at >= observed_from AND known_at <= cut_at OR event_at >= due_from AND event_at < due_to AND known_at <= mature_at
    LIMIT 18446744073709551615
),
ranked_1 AS (
    SELECT seen.*,
        MIN(CASE WHEN is_seen = 1 AND is_purchase = 1 THEN event_day END) OVER (PARTITION BY `customer_id`, `cut_off`) AS first_day
    FROM seen
),
ranked_2 AS (
    SELECT ranked_1.*,
        MAX(CASE WHEN is_seen = 1 AND is_purchase = 1 THEN event_day END) OVER (PARTITION BY `customer_id`, `cut_off` ORDER BY event_at) AS day_so_far
    FROM ranked_1
),
customers AS (
    SELECT
        `customer_id`,
        `cut_off`,
        reference_day,
        is_mature,
        COUNT(DISTINCT CASE WHEN is_seen = 1 AND is_purchase = 1 THEN event_day END) AS purchase_days,
        MAX(CASE WHEN is_seen = 1 AND is_purchase = 1 THEN event_day END) AS last_purchase_day,
        MIN(CASE WHEN is_seen = 1 AND is_purchase = 1 THEN event_day END) AS first_purchase_day,
        COALESCE(CAST(SUM(CASE WHEN (is_seen = 1 AND is_purchase = 1 AND event_day > first_day OR is_seen = 1 AND is_refund = 1 AND COALESCE(day_so_far, first_day) > first_day) THEN amount_millionths END) AS DOUBLE), 0E0) AS repeats_millionths,
        COALESCE(SUM(CASE WHEN (is_seen = 1 AND is_purchase = 1 AND event_day > first_day OR is_seen = 1 AND is_refund = 1 AND COALESCE(day_so_far, first_day) > first_day) AND amount_millionths IS NULL THEN event_amount END), 0E0) AS repeats_others,
        COUNT(CASE WHEN is_seen = 1 AND event_at >= from_30d AND is_it_s_an_order = 1 THEN 1 END) AS `it's an order_count_30d`,
        COALESCE(CAST(SUM(CASE WHEN is_seen = 1 AND event_at >= from_30d AND is_it_s_an_order = 1 THEN amount_millionths END) AS DOUBLE), 0E0) AS it_s_an_order_sum_30d_millionths,
        COALESCE(SUM(CASE WHEN is_seen = 1 AND event_at >= from_30d AND is_it_s_an_order = 1 AND amount_millionths IS NULL THEN event_amount END), 0E0) AS it_s_an_order_sum_30d_others,
        MAX(CASE WHEN is_seen = 1 AND event_at >= from_30d AND is_it_s_an_order = 1 THEN event_day END) AS it_s_an_order_days_since_last_30d_day,
        COUNT(CASE WHEN is_seen = 1 AND event_at >= from_1cm AND is_it_s_an_order = 1 THEN 1 END) AS `it's an order_count_1cm`,
        COALESCE(CAST(SUM(CASE WHEN is_seen = 1 AND event_at >= from_1cm AND is_it_s_an_order = 1 THEN amount_millionths END) AS DOUBLE), 0E0) AS it_s_an_order_sum_1cm_millionths,
        COALESCE(SUM(CASE WHEN is_seen = 1 AND event_at >= from_1cm AND is_it_s_an_order = 1 AND amount_millionths IS NULL THEN event_amount END), 0E0) AS it_s_an_order_sum_1cm_others,
        MAX(CASE WHEN is_seen = 1 AND event_at >= from_1cm AND is_it_s_an_order = 1 THEN event_day END) AS it_s_an_order_days_since_last_1cm_day,
        COUNT(CASE WHEN is_due = 1 AND event_amount >= 0 THEN 1 END) AS due_purchases,
        COALESCE(CAST(SUM(CASE WHEN is_due = 1 THEN amount_millionths END) AS DOUBLE), 0E0) AS due_millionths,
        COALESCE(SUM(CASE WHEN is_due = 1 AND amount_millionths IS NULL THEN event_amount END), 0E0) AS due_others,
        COUNT(CASE WHEN is_seen = 1 AND is_purchase = 1 THEN 1 END) AS purchases
    FROM ranked_2
    GROUP BY `customer_id`, `cut_off`, reference_day, is_mature
)
SELECT
    `customer_id`,
    `cut_off`,
    purchase_days - 1 AS `repeat_purchases`,
    last_purchase_day - first_purchase_day AS `last_purchase_days`,
    reference_day - first_purchase_day AS `tenure_days`,
    CASE WHEN purchase_days > 1 THEN (repeats_millionths / 1000000E0 + repeats_others) / (purchase_days - 1) WHEN purchase_days = 1 THEN 0E0 END AS `repeat_mean_amount`,
    `it's an order_count_30d`,
    (it_s_an_order_sum_30d_millionths / 1000000E0 + it_s_an_order_sum_30d_others) AS `it's an order_sum_30d`,
    reference_day - it_s_an_order_days_since_last_30d_day AS `it's an order_days_since_last_30d`,
    `it's an order_count_1cm`,
    (it_s_an_order_sum_1cm_millionths / 1000000E0 + it_s_an_order_sum_1cm_others) AS `it's an order_sum_1cm`,
    reference_day - it_s_an_order_days_since_last_1cm_day AS `it's an order_days_since_last_1cm`,
    CASE WHEN is_mature = 1 THEN CASE WHEN due_purchases > 0 THEN 1 ELSE 0 END END AS `repurchase`,
    CASE WHEN is_mature = 1 THEN (due_millionths / 1000000E0 + due_others) END AS `spend`
FROM customers
WHERE purchases > 0
