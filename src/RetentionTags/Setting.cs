namespace RetentionTags;

/// <summary>What the settings of recipes have in common.</summary>
internal static class Setting
{
    /// <summary>The error of a value that a setting does not take.</summary>
    /// <param name="name">The setting.</param>
    /// <param name="value">What it was given.</param>
    /// <param name="allowed">What it takes, so that "it is …" is a sentence.</param>
    public static ArgumentOutOfRangeException OutOfRange(string name, object? value, string allowed) => new(name, value, $"{name} is {allowed}.");
}
