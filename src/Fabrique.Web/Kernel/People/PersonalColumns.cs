using Fabrique.Domain.People;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Fabrique.Web.Kernel.People;

/// <summary>Where the mapped model leads to a person: by a column that names them, or by their address.</summary>
public static class PersonalColumns
{
    // Columns that lead to a person without a foreign key, which would keep rows that must outlive it, or be written before it.
    private static readonly string[] WithoutKey = ["ActorId", "StaffMemberId", "OnBehalfOfId", "PersonId", "RecipientId"];

    /// <summary>Whether rows of an entity lead to somebody.</summary>
    public static bool IsAboutPeople(IReadOnlyEntityType entity) => NamesOf(entity).Count > 0 || AddressesOf(entity).Count > 0;

    /// <summary>The columns that hold a <see cref="StaffMember.Id"/>.</summary>
    public static IReadOnlyList<IReadOnlyProperty> NamesOf(IReadOnlyEntityType entity) =>
    [
        .. entity.ClrType == typeof(StaffMember) ? entity.FindPrimaryKey()!.Properties : [],
        .. entity.GetProperties().Where(property =>
            WithoutKey.Contains(property.Name, StringComparer.Ordinal)
            || property.GetContainingForeignKeys().Any(key => key.PrincipalEntityType.ClrType == typeof(StaffMember))),
    ];

    /// <summary>The columns that hold an e-mail address.</summary>
    public static IReadOnlyList<IReadOnlyProperty> AddressesOf(IReadOnlyEntityType entity) =>
    [
        .. entity.GetProperties().Where(property => property.ClrType == typeof(string)
            && (property.Name.Contains("Email", StringComparison.Ordinal) || property.Name.Contains("Address", StringComparison.Ordinal))),
    ];
}
