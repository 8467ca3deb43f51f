using System.Reflection;
using Fabrique.Data.Auditing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Fabrique.Data.Connections;

public static class DataServices
{
    public static IServiceCollection AddFabriqueData(this IServiceCollection services, DatabaseOptions options, IReadOnlyList<Assembly>? mappings = null) =>
        services.AddFabriqueData(_ => options, mappings);

    /// <summary>
    /// Registers <see cref="FabriqueDbContext"/> (scoped) on the engine of the options, which are read when first needed.
    /// Any <see cref="IInterceptor"/> of the container joins in.
    /// </summary>
    /// <param name="services">The container.</param>
    /// <param name="options">Reads the options.</param>
    /// <param name="mappings">Where entities that are not the product's own are mapped.</param>
    public static IServiceCollection AddFabriqueData(this IServiceCollection services, Func<IServiceProvider, DatabaseOptions> options, IReadOnlyList<Assembly>? mappings = null)
    {
        mappings ??= [];
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.AddScoped<AuditScope>();
        services.AddScoped<SequenceNumbers>();
        services.AddScoped<DatabaseMigrator>();
        services.AddDbContext<SqliteFabriqueDbContext>((provider, builder) =>
        {
            builder.UseSqliteFile(provider.GetRequiredService<DatabaseOptions>().Path);
            builder.MapAlso(mappings).AddSavingRules(provider);
        });
        services.AddDbContext<PostgresFabriqueDbContext>((provider, builder) =>
        {
            builder.UsePostgres(provider.GetRequiredService<DatabaseOptions>().ConnectionString);
            builder.MapAlso(mappings).AddSavingRules(provider);
        });
        services.AddScoped<FabriqueDbContext>(provider => provider.GetRequiredService<DatabaseOptions>().Provider is DatabaseProvider.Postgres
            ? provider.GetRequiredService<PostgresFabriqueDbContext>()
            : provider.GetRequiredService<SqliteFabriqueDbContext>());
        return services;
    }

    private static void AddSavingRules(this DbContextOptionsBuilder builder, IServiceProvider provider) => builder
        .AddInterceptors(
            VersionInterceptor.Instance,
            SearchWordsInterceptor.Instance,
            new AuditInterceptor(provider.GetRequiredService<AuditScope>(), provider.GetRequiredService<TimeProvider>()))
        .AddInterceptors(provider.GetServices<IInterceptor>());
}
