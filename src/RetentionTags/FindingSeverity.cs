namespace RetentionTags;

/// <summary>How much attention a <see cref="Finding"/> asks for.</summary>
public enum FindingSeverity
{
    /// <summary>Good to know; nothing needs doing.</summary>
    Note,

    /// <summary>The result may not mean what it seems to mean; read the message before using it.</summary>
    Warning,
}
