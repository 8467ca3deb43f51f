using Fabrique.Domain;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Fabrique.Data.Conventions;

internal static class ShownRules
{
    private const string Unshown = "Fabrique:Unshown";

    /// <summary>
    /// What the program notes for itself, and no form shows: its change leaves the version of the aggregate as it is. It is its own token instead, so that of two
    /// who note it one is refused.
    /// </summary>
    public static PropertyBuilder<T> IsNotShown<T>(this PropertyBuilder<T> property) => property.IsConcurrencyToken().HasAnnotation(Unshown, true);

    /// <summary>Whether something that a form may show was modified.</summary>
    public static bool IsShown(EntityEntry entry) => entry.Properties.Any(property => property.IsModified && property.Metadata.Name != nameof(IAggregate.Version) && property.Metadata.FindAnnotation(Unshown) is null)
        || entry.ComplexProperties.Any(part => part.IsModified);
}
