using System.Globalization;

namespace RetentionTags.Cleaning;

/// <summary>Numbers as people write them, read strictly: what is no number in a culture is none, instead of what is left when marks are overlooked.</summary>
/// <remarks>
/// Digits with the culture's decimal separator, and its group separators only where groups end (1,5 is no number in English; .NET's own parser reads 15). Before or after them a sign, the culture's currency symbol, or a percent
/// sign, which divides by 100; parentheses make the number negative. An exponent where there is none of these. A dash right after the decimal separator stands for decimals that are not there (CHF 5.-) and is no sign.
/// </remarks>
internal static class NumberText
{
    /// <summary>The number, or NaN.</summary>
    public static double Read(string text, NumberFormatInfo format)
    {
        ReadOnlySpan<char> rest = text.AsSpan().Trim();
        bool isNegative = rest is ['(', _, .., ')'], hasSign = isNegative, hasCurrency = false, hasPercent = false;
        if (isNegative)
            rest = rest[1..^1];
        for (bool isTaken = true; isTaken;)
        {
            rest = rest.Trim();
            if (HasDashForDecimals(rest, format))
                return double.NaN;
            if (!hasSign && (TryTake(ref rest, format.NegativeSign) || TryTake(ref rest, "-") || TryTake(ref rest, "\u2212")))
                isNegative = hasSign = true;
            else if (!hasSign && TryTake(ref rest, "+"))
                hasSign = true;
            else if (!hasCurrency && TryTake(ref rest, format.CurrencySymbol, StringComparison.OrdinalIgnoreCase))
                hasCurrency = true;
            else if (!hasPercent && TryTake(ref rest, format.PercentSymbol))
                hasPercent = true;
            else
                isTaken = false;
        }

        if (hasCurrency && hasPercent)
            return double.NaN;
        double number = Digits(rest, format, mayHaveExponent: !hasCurrency && !hasPercent);
        number = hasPercent ? number / 100 : number;
        return isNegative ? -number : number;
    }

    private static bool HasDashForDecimals(ReadOnlySpan<char> text, NumberFormatInfo format)
    {
        ReadOnlySpan<char> before = text.TrimEnd("-\u2212").TrimEnd();
        return before.Length < text.Length && before.EndsWith(format.NumberDecimalSeparator, StringComparison.Ordinal);
    }

    private static bool TryTake(ref ReadOnlySpan<char> text, string mark, StringComparison comparison = StringComparison.Ordinal)
    {
        if (mark.Length > 0 && text.StartsWith(mark, comparison))
            text = text[mark.Length..];
        else if (mark.Length > 0 && text.EndsWith(mark, comparison))
            text = text[..^mark.Length];
        else
            return false;
        return true;
    }

    private static double Digits(ReadOnlySpan<char> text, NumberFormatInfo format, bool mayHaveExponent)
    {
        int exponentAt = text.IndexOfAny('e', 'E');
        ReadOnlySpan<char> exponent = exponentAt < 0 ? "0" : text[(exponentAt + 1)..], mantissa = exponentAt < 0 ? text : text[..exponentAt];
        int decimalAt = mantissa.IndexOf(format.NumberDecimalSeparator, StringComparison.Ordinal);
        ReadOnlySpan<char> whole = decimalAt < 0 ? mantissa : mantissa[..decimalAt], fraction = decimalAt < 0 ? "" : mantissa[(decimalAt + format.NumberDecimalSeparator.Length)..];
        string? digits = WithoutGroups(whole, format);
        bool isNumber = digits is not null
            && digits.Length + fraction.Length > 0
            && AreDigits(fraction)
            && (exponentAt < 0 || (mayHaveExponent && digits.Length == whole.Length && exponent.TrimStart("+-").Length is > 0 and < 5 && AreDigits(exponent is ['+' or '-', ..] ? exponent[1..] : exponent)));
        if (!isNumber)
            return double.NaN;
        double number = double.Parse($"{digits}.{fraction}0E{exponent}", NumberStyles.Float, CultureInfo.InvariantCulture);
        return double.IsFinite(number) ? number : double.NaN;
    }

    /// <summary>The digits before the decimals; nothing when something else is among them, or groups have another size than the culture's.</summary>
    private static string? WithoutGroups(ReadOnlySpan<char> text, NumberFormatInfo format)
    {
        string separator = Plain(format.NumberGroupSeparator);
        string[] groups = separator.Length == 0 ? [text.ToString()] : Plain(text.ToString()).Split(separator);
        if (!Array.TrueForAll(groups, group => AreDigits(group)))
            return null;
        for (int i = 0; i < groups.Length && groups.Length > 1; i++)
        {
            int fromTheRight = groups.Length - 1 - i;
            int size = format.NumberGroupSizes.Length == 0 ? 0 : format.NumberGroupSizes[Math.Min(fromTheRight, format.NumberGroupSizes.Length - 1)];
            bool fits = i == 0 ? groups[0].Length >= 1 && (size == 0 || groups[0].Length <= size) : groups[i].Length == size;
            if (!fits)
                return null;
        }

        return string.Concat(groups);
    }

    /// <summary>Cultures differ from one version of their tables to the next in which blank or apostrophe divides groups.</summary>
    private static string Plain(string text) => text.Replace('\u00A0', ' ').Replace('\u202F', ' ').Replace('\u2019', '\'');

    private static bool AreDigits(ReadOnlySpan<char> text) => !text.ContainsAnyExceptInRange('0', '9');
}
