using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Fabrique.Data.Auditing;

internal static class AuditRules
{
    internal const string Unaudited = "Fabrique:Unaudited";

    /// <summary>Keeps rows that only say again what an audited one says out of the audit trail.</summary>
    public static EntityTypeBuilder<T> IsNotAudited<T>(this EntityTypeBuilder<T> entity)
        where T : class => entity.HasAnnotation(Unaudited, true);

    /// <summary>Keeps a bulky property out of the audit trail: its row is its own evidence.</summary>
    public static PropertyBuilder<T> IsNotAudited<T>(this PropertyBuilder<T> property) => property.HasAnnotation(Unaudited, true);
}
