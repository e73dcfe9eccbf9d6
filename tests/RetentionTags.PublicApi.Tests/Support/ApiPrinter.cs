using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace RetentionTags.PublicApi.Tests.Support;

/// <summary>Writes the public surface of an assembly as text, one line for each member, in a fixed order.</summary>
internal static class ApiPrinter
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static string Print(Assembly assembly)
    {
        var text = new StringBuilder();
        foreach (Type type in PublicTypes(assembly))
        {
            text.Append(Declaration(type)).Append('\n');
            foreach (string line in Members(type).Order(StringComparer.Ordinal))
                text.Append("    ").Append(line).Append('\n');
            text.Append('\n');
        }

        return text.ToString();
    }

    public static IEnumerable<Type> PublicTypes(Assembly assembly) => assembly.GetExportedTypes()
        .Where(type => !type.FullName!.Contains('<', StringComparison.Ordinal))
        .OrderBy(type => type.FullName, StringComparer.Ordinal);

    /// <summary>The members that somebody wrote and that somebody else can call.</summary>
    public static IEnumerable<MemberInfo> PublicMembers(Type type) => type.GetMembers(Declared)
        .Where(member => member is not Type && IsVisible(member) && !IsSynthesized(member) && (!type.IsAssignableTo(typeof(Delegate)) || member.Name == "Invoke"));

    private static IEnumerable<string> Members(Type type)
    {
        if (type.IsEnum)
            return Enum.GetNames(type).Select(name => $"{name} = {Convert.ToInt64(Enum.Parse(type, name), CultureInfo.InvariantCulture)}");
        return PublicMembers(type).Select(member => member switch
        {
            ConstructorInfo constructor => $"new({Parameters(constructor)})",
            MethodInfo method => $"{Modifiers(method)}{TypeName(method.ReturnType, new NullabilityInfoContext().Create(method.ReturnParameter), TupleNames(method.ReturnParameter))} {method.Name}{GenericParameters(method)}({Parameters(method)})",
            PropertyInfo property => Property(property),
            FieldInfo { IsLiteral: true } field => $"const {TypeName(field.FieldType)} {field.Name} = {Value(field.GetRawConstantValue())}",
            FieldInfo field => $"{(field.IsStatic ? "static " : "")}{TypeName(field.FieldType)} {field.Name}",
            _ => member.ToString()!,
        });
    }

    private static string Declaration(Type type)
    {
        string kind = type switch
        {
            { IsEnum: true } => "enum",
            { IsInterface: true } => "interface",
            { IsValueType: true } => "readonly struct",
            { IsAbstract: true, IsSealed: true } => "static class",
            { IsAbstract: true } => "abstract class",
            { IsSealed: true } => "sealed class",
            _ => "class",
        };
        bool isRecord = type.GetMethod("<Clone>$") is not null || (type.IsValueType && type.GetMethod("PrintMembers", Declared) is not null);
        IEnumerable<Type> bases = type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType) && parent != typeof(Enum) ? [parent] : [];
        IEnumerable<Type> interfaces = type.GetInterfaces()
            .Except(type.BaseType?.GetInterfaces() ?? [])
            .Where(face => !face.IsGenericType || face.GetGenericTypeDefinition() != typeof(IEquatable<>))
            .Where(face => !type.IsEnum)
            .OrderBy(face => face.Name, StringComparer.Ordinal);
        string heritage = string.Join(", ", bases.Concat(interfaces).Select(each => TypeName(each)));
        return $"{(isRecord ? kind.Replace("class", "record", StringComparison.Ordinal).Replace("struct", "record struct", StringComparison.Ordinal) : kind)} {type.Namespace}.{TypeName(type)}{(heritage.Length > 0 ? " : " + heritage : "")}";
    }

    private static string Property(PropertyInfo property)
    {
        string required = property.IsDefined(typeof(RequiredMemberAttribute)) ? "required " : "";
        string setter = property.SetMethod switch
        {
            null or { IsPublic: false } => "",
            { } set when set.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) => " init;",
            _ => " set;",
        };
        ParameterInfo[] index = property.GetIndexParameters();
        string name = index.Length == 0 ? property.Name : $"this[{string.Join(", ", index.Select(Parameter))}]";
        return $"{required}{Modifiers(property.GetMethod!)}{TypeName(property.PropertyType, new NullabilityInfoContext().Create(property), TupleNames(property))} {name} {{ get;{setter} }}";
    }

    private static string Modifiers(MethodInfo method) => method switch
    {
        { IsStatic: true } => "static ",
        { IsAbstract: true, DeclaringType.IsInterface: false } => "abstract ",
        _ when method.GetBaseDefinition() != method => "override ",
        _ => "",
    };

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(Parameter));

    private static string Parameter(ParameterInfo parameter)
    {
        string prefix = parameter switch
        {
            { Position: 0 } when parameter.Member.IsDefined(typeof(ExtensionAttribute)) => "this ",
            { IsOut: true } => "out ",
            _ when parameter.IsDefined(typeof(ParamCollectionAttribute)) || parameter.IsDefined(typeof(ParamArrayAttribute)) => "params ",
            _ => "",
        };
        Type type = parameter.ParameterType.IsByRef ? parameter.ParameterType.GetElementType()! : parameter.ParameterType;
        string defaultValue = parameter.HasDefaultValue ? $" = {Value(parameter.DefaultValue)}" : "";
        return $"{prefix}{TypeName(type, new NullabilityInfoContext().Create(parameter), TupleNames(parameter))} {parameter.Name}{defaultValue}";
    }

    private static string Value(object? value) => value switch
    {
        null => "default",
        string text => $"\"{text}\"",
        bool truth => truth ? "true" : "false",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };

    private static string GenericParameters(MethodInfo method) =>
        method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(argument => argument.Name))}>" : "";

    /// <summary>The names of tuple elements, in the order in which they stand in the type.</summary>
    private static Queue<string?> TupleNames(ICustomAttributeProvider member) => new(
        member.GetCustomAttributes(typeof(TupleElementNamesAttribute), inherit: false).Cast<TupleElementNamesAttribute>().SingleOrDefault()?.TransformNames ?? []);

    private static string TypeName(Type type, NullabilityInfo? nullability = null, Queue<string?>? tupleNames = null)
    {
        string mark = nullability?.ReadState == NullabilityState.Nullable && !type.IsValueType ? "?" : "";
        if (Nullable.GetUnderlyingType(type) is { } underlying)
            return TypeName(underlying) + "?";
        if (type.IsArray)
            return TypeName(type.GetElementType()!, nullability?.ElementType, tupleNames) + "[]" + mark;
        if (type.IsGenericParameter)
            return type.Name;
        if (!type.IsGenericType)
            return (Keyword(type) ?? type.Name) + mark;
        NullabilityInfo[] nullabilities = nullability?.GenericTypeArguments ?? [];
        bool isTuple = type.IsAssignableTo(typeof(ITuple));
        Type[] arguments = type.GetGenericArguments();
        string[] names = isTuple ? [.. arguments.Select(_ => tupleNames is { Count: > 0 } ? " " + tupleNames.Dequeue() : "")] : [.. arguments.Select(_ => "")];
        IEnumerable<string> parts = arguments.Select((argument, i) => (type.IsGenericTypeDefinition ? Variance(argument) : "") + TypeName(argument, i < nullabilities.Length ? nullabilities[i] : null, tupleNames) + names[i]);
        return isTuple
            ? $"({string.Join(", ", parts)})"
            : $"{type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]}<{string.Join(", ", parts)}>{mark}";
    }

    private static string Variance(Type parameter) => (parameter.GenericParameterAttributes & GenericParameterAttributes.VarianceMask) switch
    {
        GenericParameterAttributes.Covariant => "out ",
        GenericParameterAttributes.Contravariant => "in ",
        _ => "",
    };

    private static string? Keyword(Type type) => Type.GetTypeCode(type) switch
    {
        _ when type.IsEnum => null,
        TypeCode.Boolean => "bool",
        TypeCode.Byte => "byte",
        TypeCode.Double => "double",
        TypeCode.Int32 => "int",
        TypeCode.Int64 => "long",
        TypeCode.String => "string",
        _ when type == typeof(void) => "void",
        _ when type == typeof(object) => "object",
        _ => null,
    };

    private static bool IsVisible(MemberInfo member) => member switch
    {
        MethodBase { IsSpecialName: true } method and not ConstructorInfo => method.Name.StartsWith("op_", StringComparison.Ordinal),
        MethodBase method => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly,
        PropertyInfo property => property.GetMethod is { IsPublic: true },
        FieldInfo field => field.IsPublic,
        _ => true,
    };

    /// <summary>What the compiler adds to records and the like.</summary>
    private static bool IsSynthesized(MemberInfo member) => member switch
    {
        ConstructorInfo constructor => constructor.IsDefined(typeof(CompilerGeneratedAttribute)),
        _ => member.IsDefined(typeof(CompilerGeneratedAttribute)) || member.Name is "EqualityContract" or "op_Equality" or "op_Inequality",
    };
}
