using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace RetentionTags.Tests.Support;

/// <summary>
/// All tests run in a culture that writes 1.234,5: a number or date that the library formats or parses in the machine's culture shows at once.
/// </summary>
internal static class ForeignCulture
{
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "A test assembly has no other place that runs before every test.")]
    internal static void Set()
    {
        var german = CultureInfo.GetCultureInfo("de-DE");
        CultureInfo.DefaultThreadCurrentCulture = german;
        CultureInfo.CurrentCulture = german;
    }
}
