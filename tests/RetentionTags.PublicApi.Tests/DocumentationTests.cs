using System.Reflection;
using System.Xml.Linq;
using RetentionTags.PublicApi.Tests.Support;

namespace RetentionTags.PublicApi.Tests;

/// <summary>Every public member has a summary; parameters, results and settings are described.</summary>
public class DocumentationTests
{
    private static readonly Assembly Core = typeof(IScorer).Assembly;

    private static readonly Dictionary<string, XElement> Documented = XDocument.Load(Path.ChangeExtension(Core.Location, "xml"))
        .Descendants("member")
        .ToDictionary(member => member.Attribute("name")!.Value);

    [Fact]
    public void Every_type_and_member_has_a_summary()
    {
        IEnumerable<string> missing = ApiPrinter.PublicTypes(Core)
            .SelectMany(type => ApiPrinter.PublicMembers(type).Where(member => !IsWithoutText(member)).Select(DocumentationId).Prepend("T:" + NameOf(type)))
            .Where(id => !HasText(id, "summary"));
        Assert.Empty(missing);
    }

    [Fact]
    public void Every_parameter_and_result_is_described()
    {
        var missing = new List<string>();
        foreach (MethodBase method in ApiPrinter.PublicTypes(Core).SelectMany(ApiPrinter.PublicMembers).OfType<MethodBase>())
        {
            string id = DocumentationId(method);
            XElement? documentation = Documented.GetValueOrDefault(id);
            if (documentation?.Element("inheritdoc") is not null || method.GetBaseMethodOrSelf() != method)
                continue;
            missing.AddRange(method.GetParameters().Where(parameter => documentation?.Elements("param").Any(each => each.Attribute("name")!.Value == parameter.Name && each.Value.Length > 0) != true).Select(parameter => $"{id}: {parameter.Name}"));
            if (method is MethodInfo { IsSpecialName: false } function && function.ReturnType != typeof(void) && !HasText(id, "returns"))
                missing.Add($"{id}: returns");
        }

        Assert.Empty(missing);
    }

    [Fact]
    public void Every_setting_states_its_default()
    {
        IEnumerable<string> settings = ApiPrinter.PublicTypes(Core)
            .SelectMany(ApiPrinter.PublicMembers)
            .OfType<PropertyInfo>()
            .Where(property => property.SetMethod is { IsPublic: true } && property.DeclaringType!.GetConstructor([]) is not null && !property.DeclaringType.IsAssignableTo(typeof(Exception)))
            .Select(DocumentationId);
        Assert.NotEmpty(settings);
        Assert.All(settings, id => Assert.True(StatesDefault(Documented.GetValueOrDefault(id)?.Element("value")?.Value ?? ""), id));

        static bool StatesDefault(string value) => value.Contains("default", StringComparison.OrdinalIgnoreCase) || value.Contains("Required", StringComparison.Ordinal);
    }

    private static bool HasText(string id, string element) =>
        Documented.TryGetValue(id, out XElement? member) && (member.Element(element)?.Value.Trim().Length > 0 || member.Element("inheritdoc") is not null);

    /// <summary>The field inside an enum, and constructors without parameters, which are mostly the compiler's.</summary>
    private static bool IsWithoutText(MemberInfo member) => member switch
    {
        FieldInfo { IsSpecialName: true } => true,
        ConstructorInfo constructor => constructor.GetParameters().Length == 0,
        _ => false,
    };

    private static string DocumentationId(MemberInfo member)
    {
        string owner = NameOf(member.DeclaringType!);
        return member switch
        {
            MethodInfo { DeclaringType: var type } when type!.IsAssignableTo(typeof(Delegate)) => "T:" + owner,
            ConstructorInfo constructor => $"M:{owner}.#ctor{Parameters(constructor.GetParameters())}",
            MethodInfo method => $"M:{owner}.{method.Name}{(method.IsGenericMethod ? $"``{method.GetGenericArguments().Length}" : "")}{Parameters(method.GetParameters())}{(method.Name is "op_Implicit" or "op_Explicit" ? "~" + NameOf(method.ReturnType) : "")}",
            PropertyInfo property => $"P:{owner}.{property.Name}{Parameters(property.GetIndexParameters())}",
            FieldInfo field => $"F:{owner}.{field.Name}",
            _ => throw new NotSupportedException(member.ToString()),
        };
    }

    private static string Parameters(ParameterInfo[] parameters) =>
        parameters.Length == 0 ? "" : $"({string.Join(',', parameters.Select(parameter => NameOf(parameter.ParameterType, withArguments: true)))})";

    private static string NameOf(Type type, bool withArguments = false)
    {
        if (type.IsGenericParameter)
            return (type.DeclaringMethod is null ? "`" : "``") + type.GenericParameterPosition;
        if (type.IsByRef)
            return NameOf(type.GetElementType()!, withArguments) + "@";
        if (type.IsArray)
            return NameOf(type.GetElementType()!, withArguments) + "[]";
        if (type.IsGenericType && (withArguments || !type.IsGenericTypeDefinition))
        {
            string name = type.GetGenericTypeDefinition().FullName!;
            return $"{name[..name.IndexOf('`', StringComparison.Ordinal)]}{{{string.Join(',', type.GetGenericArguments().Select(argument => NameOf(argument, withArguments: true)))}}}";
        }

        return type.FullName!.Replace('+', '.');
    }
}

file static class MethodExtensions
{
    /// <summary>The method that this one overrides, or itself.</summary>
    public static MethodBase GetBaseMethodOrSelf(this MethodBase method) => method is MethodInfo function ? function.GetBaseDefinition() : method;
}
