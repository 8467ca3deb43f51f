using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Exports;
using Fabrique.Domain.People;
using Fabrique.Web.Kernel.DueItems;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Kernel.Time;
using Fabrique.Web.Platform.Mail;
using Fabrique.Web.Platform.Tables;
using Fabrique.Workflows;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Platform.Exports;

/// <summary>What messages tell of an export.</summary>
/// <param name="Title">What was taken away.</param>
/// <param name="Lines">How many.</param>
/// <param name="Until">When it is destroyed, in French.</param>
public sealed record ExportFacts(string Title, string Lines, string Until);

/// <summary>
/// Writes the files of exports. What interrupts one leaves nothing of it, and it begins again from its first line: a stop of the service gives it back at once, a death when its lease runs out. One that its
/// person deletes stops within a second.
/// </summary>
internal sealed class WriteExports(IServiceScopeFactory scopes, ExportFolder folder, ExportsOptions options, TimeProvider clock, IHostApplicationLifetime life) : OwnSource
{
    public const string SourceName = "exports";
    public const string Ready = "commun/export-pret";

    /// <summary>Kind of what the mails are about.</summary>
    public const string About = "Export";

    /// <summary>Who waited longer than this is written to.</summary>
    public static readonly TimeSpan LongWait = TimeSpan.FromSeconds(30);

    private const int MostTries = 3;
    private const string Broken = "Cet export n’a pas pu être écrit\u00a0: l’administration en est avertie. Vous pouvez le redemander.";

    // By the machine's clock: that of a demonstration jumps.
    private static readonly TimeSpan Rhythm = TimeSpan.FromMilliseconds(500);

    public override string Name => SourceName;

    public override string Cause => "Un export n’a pas pu être écrit.";

    public override TimeSpan Bound => TimeSpan.FromMinutes(5);

    protected override IQueryable<DueItem> Planned(FabriqueDbContext db) => db.Exports
        .Where(export => export.State == ExportState.Waiting || export.State == ExportState.Running)
        .Select(export => new DueItem { Key = export.Id, DueAt = export.AskedAt });

    protected override async Task ActAsync(Guid key, IServiceProvider services, CancellationToken cancellationToken)
    {
        try
        {
            await WriteAsync(key, services, cancellationToken);
        }
        catch (OperationCanceledException) when (life.ApplicationStopping.IsCancellationRequested)
        {
            await InScopeAsync(db => db.DueAttempts.Where(attempt => attempt.Source == SourceName && attempt.Key == key).ExecuteDeleteAsync(CancellationToken.None));
            throw;
        }
        catch (Exception broken) when (!cancellationToken.IsCancellationRequested && broken is not PermanentFailureException)
        {
            if (await CountTriesAsync(key) + 1 < MostTries)
            {
                throw;
            }

            await FailAsync(key, Broken);
            throw new PermanentFailureException($"{broken.GetType().Name}\u00a0: {broken.Message}");
        }
    }

    private async Task WriteAsync(Guid key, IServiceProvider services, CancellationToken cancellationToken)
    {
        var db = services.GetRequiredService<FabriqueDbContext>();
        if (await db.Exports.AsNoTracking().SingleOrDefaultAsync(export => export.Id == key, cancellationToken) is not { IsUnderWay: true } asked)
        {
            return;
        }

        if (await CountTriesAsync(key) >= MostTries)
        {
            await FailAsync(key, Broken);
            throw new PermanentFailureException("Interrompu à chaque essai\u00a0: le programme s’est arrêté avant la fin.");
        }

        var now = clock.GetUtcNow().UtcDateTime;
        var person = await db.StaffMembers.SingleAsync(person => person.Id == asked.RequestedById, cancellationToken);
        services.GetRequiredService<Actor>().ActAs(person.Id, person.FullName, person.RolesAt(now));
        var view = services.GetRequiredService<ExportSources>().Find(asked.Source) is { } source && person.IsActive ? await source.OpenAsync(asked.Filter, cancellationToken) : null;
        if (view is null || TableFormat.Find(asked.Format) is not { } format)
        {
            await FailAsync(key, "Ce qui était demandé n’existe plus, ou n’est plus pour vous\u00a0: un filtre a pu être supprimé. Revenez à la liste et redemandez l’export.");
            return;
        }

        source = services.GetRequiredService<ExportSources>().Find(asked.Source)!;
        var columns = view.Choose(asked.Columns);
        var total = await source.CountAsync(view, cancellationToken);
        if (total > format.MostLines)
        {
            await FailAsync(key, TooLong(format));
            return;
        }

        if (!await ChangeAsync(key, export => export.Begin(total)))
        {
            return;
        }

        await using var file = folder.Begin(key);
        TableReport report;
        try
        {
            report = await TableWriter.WriteAsync(format, view.Title, columns, source.ReadAsync(view, columns, cancellationToken), file.Stream, Progress(key), cancellationToken);
        }
        catch (DeletedMeanwhileException)
        {
            return;
        }
        catch (TableTooLongException)
        {
            await FailAsync(key, TooLong(format));
            return;
        }

        var export = await db.Exports.SingleOrDefaultAsync(export => export.Id == key, cancellationToken);
        if (export is not { State: ExportState.Running })
        {
            return;
        }

        export.Complete(report.Lines, await file.KeepAsync(), NoticeOf(report), options.KeptFor, clock.GetUtcNow().UtcDateTime);
        await TellAsync(export, person, services, cancellationToken);
    }

    private static string TooLong(TableFormat format) =>
        string.Create(FrenchCulture.Instance, $"Un classeur tient {format.MostLines:N0} lignes au plus, et cette liste en a davantage\u00a0: filtrez-la, ou choisissez un fichier CSV.");

    private static string NoticeOf(TableReport report) => report.Shortened switch
    {
        0 => "",
        1 => "Un texte de plus de 32\u00a0767 caractères a été coupé, et le dit\u00a0: Excel n’en tient pas davantage par cellule. Le format ODS ou CSV le donne entier.",
        var several => string.Create(FrenchCulture.Instance, $"{several:N0} textes de plus de 32\u00a0767 caractères ont été coupés, et le disent\u00a0: Excel n’en tient pas davantage par cellule. Le format ODS ou CSV les donne entiers."),
    };

    // Twice a second it says how far it is, and learns whether it is still wanted.
    private Func<int, ValueTask> Progress(Guid key)
    {
        var last = TimeProvider.System.GetTimestamp();
        return async done =>
        {
            if ((done & 0x3f) != 0 || TimeProvider.System.GetElapsedTime(last) < Rhythm)
            {
                return;
            }

            if (await InScopeAsync(db => db.Exports.Where(export => export.Id == key && export.State == ExportState.Running).ExecuteUpdateAsync(set => set.SetProperty(export => export.Done, done))) == 0)
            {
                throw new DeletedMeanwhileException();
            }

            last = TimeProvider.System.GetTimestamp();
        };
    }

    private static async Task TellAsync(Export export, StaffMember person, IServiceProvider services, CancellationToken cancellationToken)
    {
        if (export.EndedAt - export.AskedAt <= LongWait)
        {
            return;
        }

        var message = await services.GetRequiredService<MessagesInForce>().FindAsync(Ready, procedure: null, cancellationToken);
        if (!message.IsOff)
        {
            var facts = new ExportFacts(export.Title, string.Create(FrenchCulture.Instance, $"{export.Done:N0}"), Domain.Time.FrenchDate.Instant(export.ExpiresAt!.Value));
            await services.GetRequiredService<Outbox>().WriteAsync(message.Template, [person], MessageFacts.Of(facts), new Subject(About, export.Id), task: null, cancellationToken);
        }
    }

    private Task<int> CountTriesAsync(Guid key) =>
        InScopeAsync(db => db.DueAttempts.Where(attempt => attempt.Source == SourceName && attempt.Key == key).Select(attempt => attempt.Attempts).SingleOrDefaultAsync(CancellationToken.None));

    private Task<bool> FailAsync(Guid key, string sentence) => ChangeAsync(key, export => export.Fail(sentence, options.KeptFor, clock.GetUtcNow().UtcDateTime));

    // At once, and apart from what commits with the end of the lease: people look at it meanwhile.
    private Task<bool> ChangeAsync(Guid key, Action<Export> change) => InScopeAsync(async db =>
    {
        if (await db.Exports.SingleOrDefaultAsync(export => export.Id == key, CancellationToken.None) is not { IsUnderWay: true } export)
        {
            return false;
        }

        change(export);
        await db.SaveChangesAsync(CancellationToken.None);
        return true;
    });

    private async Task<T> InScopeAsync<T>(Func<FabriqueDbContext, Task<T>> act)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await act(scope.ServiceProvider.GetRequiredService<FabriqueDbContext>());
    }

    private sealed class DeletedMeanwhileException : Exception;
}
