namespace RetentionTags.Sql.Tests.Support;

/// <summary>Statements for engines that are not at hand here, as a reader approved them.</summary>
internal static class GoldenText
{
    /// <summary>Compares a statement with the approved one; what was received lies beside it when they differ.</summary>
    /// <param name="what">What it says: the file in the folder Golden is named by it and by the dialect.</param>
    /// <param name="dialect">The dialect.</param>
    /// <param name="write">Writes the statement.</param>
    public static void Check(string what, SqlDialect dialect, Func<SqlDialect, string> write)
    {
        string name = $"{what}-{dialect.Name.ToLowerInvariant().Replace(' ', '-')}", folder = Path.Combine(AppContext.BaseDirectory, "Golden");
        string approved = Path.Combine(folder, $"{name}.sql"), received = Path.Combine(folder, $"{name}.received.txt"), actual = write(dialect).TrimEnd('\n') + "\n";
        if (File.Exists(approved) && File.ReadAllText(approved) == actual)
            return;
        Directory.CreateDirectory(folder);
        File.WriteAllText(received, actual);
        Assert.Fail($"Golden/{name}.sql is not what is written now. Compare it with {received}; if that is right, copy it over.");
    }
}
