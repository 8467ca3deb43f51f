using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Fabrique.Data.Conventions;

internal static class Constraints
{
    /// <summary>Adds <c>ck_{entity}_{name}</c>; the SQL names snake_case columns and means the same on both engines.</summary>
    public static EntityTypeBuilder<T> HasCheck<T>(this EntityTypeBuilder<T> entity, string name, string sql)
        where T : class
    {
        entity.ToTable(table => table.HasCheckConstraint($"ck_{SnakeCase.Of(typeof(T).Name)}_{name}", sql));
        return entity;
    }

    /// <summary>SQLite ignores declared lengths: without these checks it would accept what PostgreSQL refuses. Called once names are final.</summary>
    public static void EnforceLengths(this ModelBuilder modelBuilder)
    {
        foreach (var entity in modelBuilder.Model.GetEntityTypes())
        {
            var bounded = PropertiesOf(entity).Where(property => property.ClrType == typeof(string) && property.GetMaxLength() is not null);
            foreach (var property in bounded)
            {
                var column = property.GetColumnName();
                entity.AddCheckConstraint($"ck_{entity.GetTableName()}_{column}_length", $"length({column}) <= {property.GetMaxLength()}");
            }
        }
    }

    private static IEnumerable<IMutableProperty> PropertiesOf(IMutableTypeBase type) =>
        type.GetProperties().Concat(type.GetComplexProperties().SelectMany(part => PropertiesOf(part.ComplexType)));

    /// <summary>The column holds one of the names of the enumeration.</summary>
    public static EntityTypeBuilder<T> HasKnownValues<T, TValue>(this EntityTypeBuilder<T> entity, Expression<Func<T, TValue>> property)
        where T : class
        where TValue : struct, Enum
    {
        var column = SnakeCase.Of(((MemberExpression)property.Body).Member.Name);
        var names = string.Join(", ", Enum.GetNames<TValue>().Select(name => $"'{name}'"));
        return entity.HasCheck(column, $"{column} in ({names})");
    }
}
