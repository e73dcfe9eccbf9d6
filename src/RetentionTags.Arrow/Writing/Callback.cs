using System.Runtime.InteropServices;

namespace RetentionTags.Arrow.Writing;

/// <summary>Ties an object of this runtime to the private data of a structure.</summary>
internal static unsafe class Callback
{
    public static void* Hold(object target) => (void*)GCHandle.ToIntPtr(GCHandle.Alloc(target));

    public static T Target<T>(void* privateData)
        where T : class => (T)GCHandle.FromIntPtr((nint)privateData).Target!;

    public static void LetGo(void* privateData) => GCHandle.FromIntPtr((nint)privateData).Free();
}
