using Microsoft.Extensions.Caching.Memory;

namespace Fabrique.Web.Kernel.People;

/// <summary>What this process remembers for a moment of somebody's access: whoever changes it has it read again at the next request.</summary>
public static class RememberedAccess
{
    public static object KeyOf(Guid staffMemberId) => (typeof(RememberedAccess), staffMemberId);

    public static void ForgetAccess(this IMemoryCache cache, Guid staffMemberId) => cache.Remove(KeyOf(staffMemberId));
}
