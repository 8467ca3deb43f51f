using Fabrique.Data;
using Fabrique.Data.Connections;
using Fabrique.Web.Features.Demonstration;
using Fabrique.Web.Kernel.Hosting;
using Fabrique.Web.Kernel.Time;

namespace Fabrique.Web.Setup;

/// <summary>What must be true before the first request: the schema is up to date, the shipped procedures are published, the demonstration is loaded.</summary>
internal static class Preparation
{
    /// <summary>Whether the demonstration's data are loaded into an empty database; true in demonstration unless said otherwise.</summary>
    private const string DemoDataSetting = "Demo:Data";

    public static async Task PrepareAsync(this WebApplication app, CancellationToken cancellationToken = default)
    {
        app.ReadMessages();
        await app.PrepareDatabaseAsync(cancellationToken);
        var isDemo = app.Services.GetRequiredService<DemoMode>().IsOn;
        if (isDemo)
        {
            await app.LoadClockAsync(cancellationToken);
        }

        await app.PublishShippedWorkflowsAsync(cancellationToken);
        if (isDemo && app.Configuration.GetValue(DemoDataSetting, true))
        {
            await app.Services.GetRequiredService<DemoData>().LoadAsync(cancellationToken);
        }
    }

    private static async Task LoadClockAsync(this WebApplication app, CancellationToken cancellationToken)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<FabriqueDbContext>();
        if (await DemoData.IsUnfinishedAsync(db, cancellationToken))
        {
            // The first start was stopped while it loaded the demonstration: nobody has used it, so it is made anew.
            await db.Database.EnsureDeletedAsync(cancellationToken);
            await scope.ServiceProvider.GetRequiredService<DatabaseMigrator>().MigrateAsync(cancellationToken);
        }

        await app.Services.GetRequiredService<FabriqueClock>().LoadAsync(db, cancellationToken);
    }
}
