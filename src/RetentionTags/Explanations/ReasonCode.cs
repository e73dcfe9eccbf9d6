using RetentionTags.Data;

namespace RetentionTags.Explanations;

/// <summary>One reason of one row.</summary>
/// <param name="Id">The reason's id in the catalogue.</param>
/// <param name="LogOdds">The sum of the contributions of the reason's columns; positive makes the event more probable than it is at the baseline.</param>
/// <param name="ColumnName">The column that it speaks of: of several the one that contributes most in the direction of the sum.</param>
/// <param name="BinLabel">The row's bin of that column.</param>
/// <param name="Value">The row's value of that column.</param>
/// <param name="English">The text in English, with its places filled in.</param>
/// <param name="Chinese">The text in Chinese, with its places filled in.</param>
public sealed record ReasonCode(string Id, double LogOdds, string ColumnName, string BinLabel, Cell Value, string English, string Chinese)
{
    /// <summary>The text in one language.</summary>
    /// <param name="language">The language.</param>
    /// <returns>The text.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The language is none of those there are.</exception>
    public string ToText(ReasonLanguage language) => language switch
    {
        ReasonLanguage.English => English,
        ReasonLanguage.Chinese => Chinese,
        _ => throw new ArgumentOutOfRangeException(nameof(language), language, "Use English or Chinese."),
    };
}
