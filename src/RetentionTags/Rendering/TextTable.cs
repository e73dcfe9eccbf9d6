using System.Buffers;
using System.Text;

namespace RetentionTags.Rendering;

/// <summary>A small table and its three written forms. Columns that hold numbers only are aligned to the right.</summary>
internal sealed class TextTable(params string[] headers)
{
    private static readonly SearchValues<char> NeedsQuotes = SearchValues.Create(",\"\r\n");
    private readonly List<TableCell[]> _rows = [];

    public void Add(params TableCell[] cells) => _rows.Add(cells);

    public string Render(TableFormat format) => format switch
    {
        TableFormat.Plain => Plain(),
        TableFormat.Markdown => Markdown(),
        TableFormat.Csv => Csv(),
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "Use Plain, Markdown or Csv."),
    };

    private string Plain()
    {
        int[] widths = [.. headers.Select((header, column) => _rows.Select(row => row[column].Display.Length).Append(header.Length).Max())];
        var text = new StringBuilder();
        PlainLine(text, headers, widths);
        PlainLine(text, [.. widths.Select(width => new string('-', width))], widths);
        foreach (TableCell[] row in _rows)
            PlainLine(text, [.. row.Select(cell => cell.Display)], widths);
        return text.ToString();
    }

    private void PlainLine(StringBuilder text, string[] cells, int[] widths)
    {
        IEnumerable<string> padded = cells.Select((cell, column) =>
            IsNumeric(column) ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column]));
        text.Append(string.Join("  ", padded).TrimEnd()).Append('\n');
    }

    private string Markdown()
    {
        var text = new StringBuilder();
        MarkdownLine(text, headers);
        MarkdownLine(text, headers.Select((_, column) => IsNumeric(column) ? "--:" : "---"));
        foreach (TableCell[] row in _rows)
            MarkdownLine(text, row.Select(cell => cell.Display.Replace("|", "\\|", StringComparison.Ordinal)));
        return text.ToString();
    }

    private static void MarkdownLine(StringBuilder text, IEnumerable<string> cells) =>
        text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");

    private string Csv()
    {
        var text = new StringBuilder();
        foreach (IEnumerable<string> row in _rows.Select(row => row.Select(cell => cell.Raw)).Prepend(headers))
            text.AppendJoin(',', row.Select(Quoted)).Append('\n');
        return text.ToString();
    }

    private static string Quoted(string cell) =>
        cell.AsSpan().ContainsAny(NeedsQuotes) ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;

    /// <summary>Whether a column holds numbers and nothing else; cells may be empty.</summary>
    private bool IsNumeric(int column) =>
        _rows.Any(row => row[column].IsNumber) && _rows.All(row => row[column].IsNumber || row[column].Display.Length == 0);
}
