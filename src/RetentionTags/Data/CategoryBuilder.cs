namespace RetentionTags.Data;

/// <summary>Codes texts in the order in which they first occur.</summary>
internal sealed class CategoryBuilder
{
    private readonly Dictionary<string, int> _codeOf = new(StringComparer.Ordinal);
    private readonly List<int> _codes = [];
    private readonly List<string> _levels = [];

    public void Add(string? value)
    {
        int code = CategoryColumn.MissingCode;
        if (value is not null && !_codeOf.TryGetValue(value, out code))
        {
            code = _levels.Count;
            _codeOf.Add(value, code);
            _levels.Add(value);
        }

        _codes.Add(code);
    }

    public CategoryColumn ToColumn(string name) => new(name, _codes.ToArray(), _levels);
}
