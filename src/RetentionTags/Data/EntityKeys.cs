using System.Globalization;

namespace RetentionTags.Data;

/// <summary>The distinct entities (customers, mostly) of a log, each with a dense number: 0 for the smallest key, and so on.</summary>
/// <remarks>Keys are whole numbers in numeric order or texts in ordinal order, so the numbering does not depend on the order of the log's rows.</remarks>
public sealed class EntityKeys
{
    private readonly long[]? _numbers;
    private readonly UInt128[]? _codes;
    private readonly TextCode? _code;
    private string?[]? _texts;

    internal EntityKeys(long[] sortedNumbers) => _numbers = sortedNumbers;

    internal EntityKeys(string[] sortedTexts) => _texts = sortedTexts;

    /// <summary>Texts that are kept as numbers; strings are made of them when they are asked for, each once.</summary>
    internal EntityKeys(UInt128[] sortedCodes, TextCode code) => (_codes, _code) = (sortedCodes, code);

    /// <summary>The number of entities.</summary>
    public int Count => _numbers?.Length ?? _codes?.Length ?? _texts!.Length;

    /// <summary>Whether the keys are whole numbers; otherwise they are texts.</summary>
    public bool AreNumbers => _numbers is not null;

    /// <summary>The key of an entity as text; a whole number in the invariant culture.</summary>
    /// <param name="entity">From 0 to <see cref="Count"/> − 1.</param>
    /// <returns>The key.</returns>
    public string this[int entity]
    {
        get
        {
            if (AreNumbers)
                return _numbers![entity].ToString(CultureInfo.InvariantCulture);
            string?[] texts = _texts ??= new string?[Count];
            return texts[entity] ??= _code!.ToText(_codes![entity])!;
        }
    }

    /// <summary>The key of an entity as a whole number.</summary>
    /// <param name="entity">From 0 to <see cref="Count"/> − 1.</param>
    /// <returns>The key.</returns>
    /// <exception cref="InvalidOperationException">The keys are texts.</exception>
    public long NumberOf(int entity) => AreNumbers
        ? _numbers![entity]
        : throw new InvalidOperationException("The keys of this log are texts: use the indexer.");

    /// <summary>Looks for an entity by its key as text.</summary>
    /// <param name="key">The key; for whole numbers in the invariant culture.</param>
    /// <returns>The entity's number, or −1 when the log has no such key.</returns>
    public int Find(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (_code is not null)
            return _code.NumberOf(key) is UInt128 code ? NotFoundAsMinusOne(Array.BinarySearch(_codes!, code)) : -1;
        if (_numbers is null)
            return NotFoundAsMinusOne(Array.BinarySearch(_texts!, key, StringComparer.Ordinal));
        return long.TryParse(key, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) ? Find(number) : -1;
    }

    /// <summary>Looks for an entity by its key as a whole number.</summary>
    /// <param name="key">The key.</param>
    /// <returns>The entity's number, or −1 when the log has no such key.</returns>
    public int Find(long key) =>
        AreNumbers ? NotFoundAsMinusOne(Array.BinarySearch(_numbers!, key)) : Find(key.ToString(CultureInfo.InvariantCulture));

    private static int NotFoundAsMinusOne(int place) => Math.Max(place, -1);
}
