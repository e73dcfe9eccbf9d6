namespace RetentionTags.Binning;

/// <summary>A change that a person made to fitted bins: a line of the audit trail.</summary>
/// <param name="Change">What was changed, such as <c>merged [6, 18) and [18, 44)</c>.</param>
/// <param name="Reason">Why, in the person's words.</param>
/// <param name="InformationValueBefore">The column's information value before the change.</param>
/// <param name="InformationValueAfter">The column's information value after it.</param>
public sealed record BinningEdit(string Change, string Reason, double InformationValueBefore, double InformationValueAfter);
