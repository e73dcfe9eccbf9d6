using Microsoft.Data.Analysis;
using RetentionTags.Data;
using Frame = Microsoft.Data.Analysis.DataFrame;

namespace RetentionTags.DataFrame;

/// <summary>Data frames of Microsoft.Data.Analysis as tables, tables as data frames, and scores beside a frame's columns.</summary>
/// <remarks>
/// (<c>DataFrame.ToTable</c> is Microsoft.Data.Analysis' own and makes a <c>DataTable</c>.) Columns of doubles become numbers over the frame's own memory, unless values are missing or the column lies in several buffers. Other numbers are converted: a whole number must be a double exactly, a decimal
/// has at most 15 significant digits. Texts and characters become categories, truth values the categories <c>true</c> and <c>false</c>. Columns of moments and of other types are an error.
/// </remarks>
public static class DataFrameTables
{
    /// <summary>A data frame as a table.</summary>
    /// <param name="frame">The frame; its columns of doubles must not be changed while the table is used.</param>
    /// <param name="columns">The columns to read, in the table's order; by default all of them.</param>
    /// <returns>The table.</returns>
    /// <exception cref="ArgumentException">A column is absent, or the frame has none or too many rows.</exception>
    /// <exception cref="NotSupportedException">A column holds moments, or objects of another type.</exception>
    /// <exception cref="CellFormatException">A number is no double; the message names row, column and value.</exception>
    public static Table AsTable(this Frame frame, params ReadOnlySpan<string> columns)
    {
        ArgumentNullException.ThrowIfNull(frame);
        if (frame.Rows.Count > Array.MaxLength)
            throw new ArgumentException($"The data frame has {frame.Rows.Count} rows; a table has up to {Array.MaxLength}.", nameof(frame));
        var read = new List<Column>();
        if (columns.IsEmpty)
            read.AddRange(frame.Columns.Select(FrameColumn.Read));
        foreach (string name in columns)
            read.Add(FrameColumn.Read(Find(frame, name)));
        return Table.Create([.. read]);
    }

    /// <summary>A table as a data frame, whose memory is its own: doubles, and strings; missing values are null.</summary>
    /// <param name="table">The table.</param>
    /// <returns>The frame.</returns>
    public static Frame ToDataFrame(this Table table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return new(table.Columns.Select(FrameColumn.Write));
    }

    /// <summary>Scores a data frame's rows and adds the scores to it as a column.</summary>
    /// <param name="frame">The frame, which gets the column.</param>
    /// <param name="scorer">What scores, such as a scorecard.</param>
    /// <param name="name">The new column's name, which the frame does not have yet.</param>
    /// <param name="columns">The columns that the scorer needs; by default all of the frame's are read.</param>
    /// <returns>The new column.</returns>
    /// <exception cref="ArgumentException">The frame has a column of that name already, or lacks one that is needed.</exception>
    /// <exception cref="NotSupportedException">A column holds moments, or objects of another type.</exception>
    /// <exception cref="CellFormatException">A number is no double; the message names row, column and value.</exception>
    public static DoubleDataFrameColumn AddScores(this Frame frame, IScorer scorer, string name = "score", params ReadOnlySpan<string> columns)
    {
        ArgumentNullException.ThrowIfNull(frame);
        ArgumentNullException.ThrowIfNull(scorer);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (frame.Columns.IndexOf(name) >= 0)
            throw new ArgumentException($"The data frame has a column '{name}' already. Give the scores a name of their own.", nameof(name));
        Table table = frame.AsTable(columns);
        double[] scores = new double[table.RowCount];
        scorer.Score(table, scores);
        var column = (DoubleDataFrameColumn)FrameColumn.Write(Column.Numeric(name, scores));
        frame.Columns.Add(column);
        return column;
    }

    private static DataFrameColumn Find(Frame frame, string name) => frame.Columns.FirstOrDefault(column => string.Equals(column.Name, name, StringComparison.Ordinal))
        ?? throw new ArgumentException($"The data frame has no column '{name}'. It has: {string.Join(", ", frame.Columns.Select(column => $"'{column.Name}'"))}.", nameof(name));
}
