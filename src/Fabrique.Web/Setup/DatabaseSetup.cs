using Fabrique.Data.Connections;
using Fabrique.Web.Kernel.Modules;

namespace Fabrique.Web.Setup;

internal static class DatabaseSetup
{
    public static WebApplicationBuilder AddFabriqueDatabase(this WebApplicationBuilder builder, ModuleSet modules)
    {
        builder.Services.AddFabriqueData(services => DatabaseOptions.Read(
            name => services.GetRequiredService<IConfiguration>()[$"{DatabaseOptions.Section}:{name}"],
            services.GetRequiredService<IHostEnvironment>().ContentRootPath),
            modules.Mappings);
        return builder;
    }

    /// <summary>The verb <c>-- migrate</c>: brings the schema up to date.</summary>
    /// <exception cref="DatabaseSetupException">The database cannot be used as configured; its message is for the operator.</exception>
    public static async Task MigrateDatabaseAsync(this WebApplication app, CancellationToken cancellationToken = default)
    {
        await using var scope = app.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<DatabaseMigrator>().MigrateAsync(cancellationToken);
    }

    /// <summary>At start: migrates in Development or when asked to, otherwise refuses a schema that is not up to date.</summary>
    /// <exception cref="DatabaseSetupException">The database cannot be used as configured; its message is for the operator.</exception>
    public static async Task PrepareDatabaseAsync(this WebApplication app, CancellationToken cancellationToken = default)
    {
        if (app.Services.GetRequiredService<DatabaseOptions>().MigrateAtStart ?? app.Environment.IsDevelopment())
        {
            await app.MigrateDatabaseAsync(cancellationToken);
            return;
        }

        await using var scope = app.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<DatabaseMigrator>().EnsureUpToDateAsync(cancellationToken);
    }
}
