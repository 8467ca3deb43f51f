using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Fabrique.Data.Auditing;

internal static class AuditRules
{
    internal const string Unaudited = "Fabrique:Unaudited";

    /// <summary>Keeps a bulky property out of the audit trail: its row is its own evidence.</summary>
    public static PropertyBuilder<T> IsNotAudited<T>(this PropertyBuilder<T> property) => property.HasAnnotation(Unaudited, true);
}
