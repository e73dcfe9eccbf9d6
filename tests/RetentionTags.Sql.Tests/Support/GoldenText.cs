namespace RetentionTags.Sql.Tests.Support;

/// <summary>Statements for engines that are not at hand here, as a reader approved them.</summary>
internal static class GoldenText
{
    /// <summary>Compares a text with the approved one; what was received lies beside it when they differ.</summary>
    /// <param name="name">The file's name in the folder Golden, without its ending.</param>
    /// <param name="text">The text.</param>
    public static void Check(string name, string text)
    {
        string folder = Path.Combine(AppContext.BaseDirectory, "Golden"), approved = Path.Combine(folder, $"{name}.sql"), received = Path.Combine(folder, $"{name}.received.sql");
        string actual = text.TrimEnd('\n') + "\n";
        if (File.Exists(approved) && File.ReadAllText(approved).ReplaceLineEndings("\n") == actual)
            return;
        Directory.CreateDirectory(folder);
        File.WriteAllText(received, actual);
        Assert.Fail($"Golden/{name}.sql is not what is written now. Compare it with {received}; if that is right, copy it over.");
    }
}
