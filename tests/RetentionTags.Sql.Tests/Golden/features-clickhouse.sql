WITH
    arrayFilter(p -> p.2 >= 0 AND p.3 > assumeNotNull(first_purchase_day), purchase_events) AS repeat_purchase_events,
    arrayReduce('min', arrayMap(m -> m.1, repeat_purchase_events)) AS second_purchase_at,
    arrayConcat(repeat_purchase_events, arrayFilter(r -> r.2 < 0 AND r.1 >= second_purchase_at, purchase_events)) AS repeat_events
SELECT
    `customer_id`,
    `cut_off`,
    purchase_days - 1 AS `repeat_purchases`,
    last_purchase_day - first_purchase_day AS `last_purchase_days`,
    reference_day - first_purchase_day AS `tenure_days`,
    CASE WHEN purchase_days > 1 THEN (arraySum(arrayMap(e -> ifNull(e.4, 0), repeat_events)) / 1000000.0 + arraySum(arrayMap(e -> if(isNull(e.4), e.2, 0), repeat_events))) / (purchase_days - 1) WHEN purchase_days = 1 THEN 0.0 END AS `repeat_mean_amount`,
    `it's an order_count_30d`,
    (it_s_an_order_sum_30d_millionths / 1000000.0 + it_s_an_order_sum_30d_others) AS `it's an order_sum_30d`,
    reference_day - it_s_an_order_days_since_last_30d_day AS `it's an order_days_since_last_30d`,
    `it's an order_count_1cm`,
    (it_s_an_order_sum_1cm_millionths / 1000000.0 + it_s_an_order_sum_1cm_others) AS `it's an order_sum_1cm`,
    reference_day - it_s_an_order_days_since_last_1cm_day AS `it's an order_days_since_last_1cm`,
    CASE WHEN is_mature = 1 THEN CASE WHEN due_purchases > 0 THEN 1 ELSE 0 END END AS `repurchase`,
    CASE WHEN is_mature = 1 THEN (due_millionths / 1000000.0 + due_others) END AS `spend`
FROM (
    WITH
        CASE WHEN event_at < cut_at AND event_at >= observed_from AND known_at <= cut_at THEN 1 ELSE 0 END AS is_seen,
        CASE WHEN event_amount >= 0 THEN 1 ELSE 0 END AS is_purchase,
        intDiv((event_at + toInt64(62135596800000000) + [toInt64(3600000000), toInt64(7200000000), toInt64(3600000000), toInt64(7200000000)][1 + arrayCount(change -> event_at >= change, [toInt64(1711922400000000), toInt64(1730066400000000), toInt64(1743372000000000)])]), toInt64(86400000000)) AS event_day,
        CASE WHEN abs(event_amount * 1000000.0) < 9007199254740992.0 AND abs(round(event_amount * 1000000.0) / 1000000.0 - event_amount) <= 8.881784197001252E-16 * abs(event_amount) THEN toInt64(round(event_amount * 1000000.0)) END AS amount_millionths,
        CASE WHEN event_kind = 'it\'s an order' THEN 1 ELSE 0 END AS is_it_s_an_order,
        CASE WHEN event_at >= due_from AND event_at < due_to AND known_at <= mature_at THEN 1 ELSE 0 END AS is_due,
        CASE WHEN (SELECT MAX(toInt64(toUnixTimestamp(toDateTime(source.`happened_at`, 'UTC'))) * 1000000) FROM `shop`.`events` AS source) >= mature_if THEN 1 ELSE 0 END AS is_mature
    SELECT
        `customer_id`,
        `cut_off`,
        reference_day,
        is_mature,
        ifNull(COUNT(DISTINCT CASE WHEN is_seen = 1 AND is_purchase = 1 THEN event_day END), 0) AS purchase_days,
        MAX(CASE WHEN is_seen = 1 AND is_purchase = 1 THEN event_day END) AS last_purchase_day,
        MIN(CASE WHEN is_seen = 1 AND is_purchase = 1 THEN event_day END) AS first_purchase_day,
        groupArrayIf((event_at, event_amount, event_day, amount_millionths), is_seen = 1) AS purchase_events,
        COUNT(CASE WHEN is_seen = 1 AND event_at >= from_30d AND is_it_s_an_order = 1 THEN 1 END) AS `it's an order_count_30d`,
        COALESCE(toFloat64(sum(toDecimal128(CASE WHEN is_seen = 1 AND event_at >= from_30d AND is_it_s_an_order = 1 THEN amount_millionths END, 0))), 0.0) AS it_s_an_order_sum_30d_millionths,
        COALESCE(SUM(CASE WHEN is_seen = 1 AND event_at >= from_30d AND is_it_s_an_order = 1 AND amount_millionths IS NULL THEN event_amount END), 0.0) AS it_s_an_order_sum_30d_others,
        MAX(CASE WHEN is_seen = 1 AND event_at >= from_30d AND is_it_s_an_order = 1 THEN event_day END) AS it_s_an_order_days_since_last_30d_day,
        COUNT(CASE WHEN is_seen = 1 AND event_at >= from_1cm AND is_it_s_an_order = 1 THEN 1 END) AS `it's an order_count_1cm`,
        COALESCE(toFloat64(sum(toDecimal128(CASE WHEN is_seen = 1 AND event_at >= from_1cm AND is_it_s_an_order = 1 THEN amount_millionths END, 0))), 0.0) AS it_s_an_order_sum_1cm_millionths,
        COALESCE(SUM(CASE WHEN is_seen = 1 AND event_at >= from_1cm AND is_it_s_an_order = 1 AND amount_millionths IS NULL THEN event_amount END), 0.0) AS it_s_an_order_sum_1cm_others,
        MAX(CASE WHEN is_seen = 1 AND event_at >= from_1cm AND is_it_s_an_order = 1 THEN event_day END) AS it_s_an_order_days_since_last_1cm_day,
        COUNT(CASE WHEN is_due = 1 AND event_amount >= 0 THEN 1 END) AS due_purchases,
        COALESCE(toFloat64(sum(toDecimal128(CASE WHEN is_due = 1 THEN amount_millionths END, 0))), 0.0) AS due_millionths,
        COALESCE(SUM(CASE WHEN is_due = 1 AND amount_millionths IS NULL THEN event_amount END), 0.0) AS due_others,
        COUNT(CASE WHEN is_seen = 1 AND is_purchase = 1 THEN 1 END) AS purchases
    FROM (
        WITH
            NULLIF(toString(source.`event id`), '') AS event_key
        SELECT
            source.`customer_id` AS `customer_id`,
            toInt64(toUnixTimestamp(toDateTime(source.`happened_at`, 'UTC'))) * 1000000 AS event_at,
            toInt64(toUnixTimestamp(toDateTime(source.`loaded_at`, 'UTC'))) * 1000000 AS known_at,
            ifNull(toFloat64(source.`amount`), nan) AS event_amount,
            event_key,
            NULLIF(toString(source.`kind`), '') AS event_kind
        FROM `shop`.`events` AS source
        WHERE event_key IS NOT NULL
        ORDER BY known_at
        LIMIT 1 BY event_key
        UNION ALL
        WITH
            NULLIF(toString(source.`event id`), '') AS event_key
        SELECT
            source.`customer_id` AS `customer_id`,
            toInt64(toUnixTimestamp(toDateTime(source.`happened_at`, 'UTC'))) * 1000000 AS event_at,
            toInt64(toUnixTimestamp(toDateTime(source.`loaded_at`, 'UTC'))) * 1000000 AS known_at,
            ifNull(toFloat64(source.`amount`), nan) AS event_amount,
            event_key,
            NULLIF(toString(source.`kind`), '') AS event_kind
        FROM `shop`.`events` AS source
        WHERE event_key IS NULL
    ) AS deliveries
    ARRAY JOIN ['2025-04-01T00:00:00+02:00', '2025-05-01T00:00:00+02:00'] AS `cut_off`,
        [toInt64(1743458400000000), toInt64(1746050400000000)] AS cut_at,
        [toInt64(1711922400000000), toInt64(1714514400000000)] AS observed_from,
        [toInt64(739340), toInt64(739370)] AS reference_day,
        [toInt64(1740870000000000), toInt64(1743458400000000)] AS from_30d,
        [toInt64(1740783600000000), toInt64(1743458400000000)] AS from_1cm,
        [toInt64(1743458400000000), toInt64(1746050400000000)] AS due_from,
        [toInt64(1748642400000000), toInt64(1751234400000000)] AS due_to,
        [toInt64(1749852000000000), toInt64(1752444000000000)] AS mature_at,
        [toInt64(1749765600000000), toInt64(1752357600000000)] AS mature_if
    WHERE event_at < cut_at AND event_at >= observed_from AND known_at <= cut_at OR event_at >= due_from AND event_at < due_to AND known_at <= mature_at
    GROUP BY `customer_id`, `cut_off`, reference_day, is_mature
) AS customers
WHERE purchases > 0
