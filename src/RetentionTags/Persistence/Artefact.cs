using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace RetentionTags.Persistence;

/// <summary>
/// The envelope of everything that is saved: what it is, in which version, a checksum of the content, and the content. JSON, so that people and other
/// programs can read it.
/// </summary>
internal static class Artefact
{
    private const string Format = "RetentionTags";

    /// <summary>What the serialiser writes for half of a surrogate pair.</summary>
    private const string EscapedReplacement = @"\uFFFD";

    private static readonly JavaScriptEncoder Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    public static void Write<T>(Stream destination, string kind, int version, T content, JsonTypeInfo<T> type)
    {
        ArgumentNullException.ThrowIfNull(destination);
        using JsonDocument document = JsonSerializer.SerializeToDocument(content, type);
        if (document.RootElement.GetRawText().Contains(EscapedReplacement, StringComparison.OrdinalIgnoreCase))
            throw new ArgumentException("A name or a category holds half of a surrogate pair, or U+FFFD in its place: it is no valid Unicode text and would not survive saving. Mend the text where it is read.", nameof(content));
        using var writer = new Utf8JsonWriter(destination, new() { Indented = true, Encoder = Encoder, NewLine = "\n" });
        writer.WriteStartObject();
        writer.WriteString("format", Format);
        writer.WriteString("kind", kind);
        writer.WriteNumber("version", version);
        writer.WriteString("sha256", Checksum(document.RootElement));
        writer.WritePropertyName("content");
        document.RootElement.WriteTo(writer);
        writer.WriteEndObject();
    }

    public static TModel Read<T, TModel>(Stream source, string kind, int version, JsonTypeInfo<T> type, Func<T, TModel> toModel)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (source.CanSeek && source.Position == source.Length)
            throw new InvalidDataException($"There is nothing to read: the stream is {(source.Length == 0 ? "empty" : "at its end; set its Position to 0 first")}.");
        try
        {
            using JsonDocument document = JsonDocument.Parse(source);
            JsonElement content = Open(document.RootElement, kind, version);
            return toModel(content.Deserialize(type) ?? throw Damaged("the content is null"));
        }
        catch (JsonException failure)
        {
            throw Damaged(failure.Message, failure);
        }
        catch (Exception failure) when (failure is ArgumentException or InvalidOperationException or IndexOutOfRangeException or TrainingDataException)
        {
            throw Damaged($"its parts do not fit together ({failure.Message})", failure);
        }
    }

    private static JsonElement Open(JsonElement root, string kind, int version)
    {
        if (Text(root, "format") is not Format)
            throw new InvalidDataException("This is not a RetentionTags artefact: it does not say \"format\": \"RetentionTags\".");
        if (Text(root, "kind") is not string found || found != kind)
            throw new InvalidDataException($"The artefact holds '{Text(root, "kind") ?? "something without a name"}', and '{kind}' was asked for. Load it with the type that it was saved from.");
        if (!root.TryGetProperty("version", out JsonElement number) || !number.TryGetInt32(out int saved) || saved < 1)
            throw Damaged("it has no version");
        if (saved > version)
            throw new InvalidDataException($"The artefact has version {saved} of the format '{kind}'; this version of RetentionTags reads up to {version}. Update the RetentionTags package.");
        if (!root.TryGetProperty("content", out JsonElement content))
            throw Damaged("it has no content");
        return Text(root, "sha256") == Checksum(content) ? content : throw Damaged("its checksum does not match its content");
    }

    /// <summary>SHA-256 of the content without white space, so that reformatting the file does no harm.</summary>
    private static string Checksum(JsonElement content)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes, new() { Encoder = Encoder }))
            content.WriteTo(writer);
        return Convert.ToHexStringLower(SHA256.HashData(bytes.GetBuffer().AsSpan(0, (int)bytes.Length)));
    }

    private static string? Text(JsonElement root, string name) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static InvalidDataException Damaged(string how, Exception? cause = null) =>
        new($"The artefact is damaged: {how.TrimEnd('.')}. It was cut short or changed after it was saved; save it again, or take it from a backup.", cause);
}
