using RetentionTags.Data;

namespace RetentionTags.Arrow.Reading;

/// <summary>Columns of any type as codes of categories: −1 where a value is missing.</summary>
internal sealed class CategoryReading(ArrowField field)
{
    private readonly LevelCoding _levels = new();

    public IReadOnlyList<string> Levels => _levels.Levels;

    /// <summary>Writes a batch's codes.</summary>
    /// <param name="array">The values.</param>
    /// <param name="codes">One code for each row.</param>
    /// <param name="firstRow">The number of the batch's first row in its stream, for errors.</param>
    public void Decode(in ArrayView array, Span<int> codes, long firstRow)
    {
        if (field.Dictionary is null)
        {
            DecodeValues(field, array, codes, firstRow);
            return;
        }

        int[] codeOf = CodesOfDictionary(array);
        DictionaryIndices.Read(field, array, codeOf.Length, codes, firstRow);
        for (int row = 0; row < codes.Length; row++)
            codes[row] = codes[row] == CategoryColumn.MissingCode ? CategoryColumn.MissingCode : codeOf[codes[row]];
    }

    /// <summary>The code of each value of the dictionary, which may hold a value twice, or none.</summary>
    public int[] CodesOfDictionary(in ArrayView array)
    {
        ArrayView dictionary = array.DictionaryOf(field);
        var codes = new int[dictionary.Length];
        DecodeValues(field.Dictionary!, dictionary, codes, 0);
        return codes;
    }

    private void DecodeValues(ArrowField values, in ArrayView array, Span<int> codes, long firstRow)
    {
        switch (values.Format.Kind)
        {
            case ArrowKind.Null:
                codes.Fill(CategoryColumn.MissingCode);
                break;
            case ArrowKind.Utf8:
                Encode(new Utf8Texts<int>(values, firstRow), values, array, codes, firstRow);
                break;
            case ArrowKind.LargeUtf8:
                Encode(new Utf8Texts<long>(values, firstRow), values, array, codes, firstRow);
                break;
            case ArrowKind.Utf8View:
                Encode(new ViewTexts(values, firstRow), values, array, codes, firstRow);
                break;
            default:
                Encode(new FormattedTexts(values, firstRow), values, array, codes, firstRow);
                break;
        }
    }

    private void Encode<TTexts>(TTexts texts, ArrowField values, in ArrayView array, Span<int> codes, long firstRow)
        where TTexts : IRowTexts
    {
        for (int row = 0; row < codes.Length; row++)
            codes[row] = array.IsMissing(row) ? CategoryColumn.MissingCode : _levels.CodeOf(texts.At(array, row), values, firstRow + row);
    }
}
