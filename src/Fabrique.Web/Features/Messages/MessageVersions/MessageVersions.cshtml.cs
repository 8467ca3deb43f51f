using System.Globalization;
using Fabrique.Data;
using Fabrique.Domain.Messages;
using Fabrique.Dsfr;
using Fabrique.Web.Kernel.Differences;
using Fabrique.Web.Kernel.Lists;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Platform.Mail;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Messages.MessageVersions;

/// <summary>What was done to a message, who did it and why; the difference of two texts; the way back.</summary>
[Authorize(Policies.AdministrationReader)]
public sealed class MessageVersionsModel(FabriqueDbContext db, MessageReader reader, MessageRenderer renderer, RestoreMessageHandler handler, Actor actor) : MessagePage(reader, renderer, actor)
{
    public const int PageSize = 20;

    /// <summary>In the address of a comparison: the text of the software.</summary>
    public const int Original = 0;

    private const string Before = "de";
    private const string After = "a";

    private static readonly ListOrders<MessageRevision> Orders = new ListOrders<MessageRevision>().SettledBy(revision => revision.WrittenAt).By("version", revision => revision.Number, isDescending: true);

    /// <summary>The revision whose text is wanted; null for the text of the software.</summary>
    [BindProperty]
    public int? Number { get; set; }

    [BindProperty(SupportsGet = true, Name = Before)]
    public int? From { get; set; }

    [BindProperty(SupportsGet = true, Name = After)]
    public int? To { get; set; }

    public PagedList<Line> List { get; private set; } = null!;

    /// <summary>The two texts that may be compared; each is a number, the text of the software being <see cref="Original"/>.</summary>
    public IReadOnlyList<DsfrOption> Options { get; private set; } = [];

    /// <summary>Null when the address asks for none, or for what does not exist.</summary>
    public IReadOnlyList<ComparedLine>? Difference { get; private set; }

    public Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => ShowAsync(cancellationToken);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (!MayAct)
        {
            return Forbid();
        }

        return await SubmitAsync(
            token => handler.HandleAsync(new RestoreMessage { Key = Key, Scope = Sheet.Scope, Number = Number, Version = Version }, token),
            () =>
            {
                TempData.Confirm(Number is { } number ? $"Le texte de la version\u00a0{number} est de nouveau en vigueur." : "Le message d’origine est de nouveau en vigueur.");
                return LocalRedirect(MessageLinks.Versions(Key, Sheet.Scope));
            },
            cancellationToken);
    }

    /// <summary>« Version 2 », « Texte d’origine ».</summary>
    public static string NameOf(int? number) => number is Original or null ? "Texte d’origine" : string.Create(CultureInfo.InvariantCulture, $"Version\u00a0{number}");

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        if (!await base.LoadAsync(cancellationToken) || Sheet.Change is not { } change)
        {
            return false;
        }

        if (!HttpMethods.IsPost(Request.Method))
        {
            Version = change.Version;
        }

        var revisions = db.Set<MessageRevision>().AsNoTracking().Where(revision => db.MessageOverrides.Any(message => message.Id == revision.MessageOverrideId && message.Key == Sheet.Key && message.Procedure == Sheet.Scope.Procedure && message.Step == Sheet.Scope.Step && message.Cases == Sheet.Scope.Cases));
        List = await PagedList.ReadAsync(
            revisions,
            new ListAddress(Request, [], ProcedureName, StepName, CasesName, Before, After),
            PageSize,
            Orders,
            revision => new Line(revision.Number, revision.Act, revision.RestoredNumber, revision.Subject != null, revision.WrittenAt, db.StaffMembers.Where(person => person.Id == revision.WrittenById).Select(person => person.FullName).First(), revision.Why),
            cancellationToken);
        Options = [new DsfrOption("0", NameOf(Original)), .. List.Rows.Where(line => line.HasText).Select(line => new DsfrOption(line.Number.ToString(CultureInfo.InvariantCulture), NameOf(line.Number)))];
        if (From is { } before && To is { } after)
        {
            var texts = await revisions.Where(revision => revision.Number == before || revision.Number == after).ToDictionaryAsync(revision => revision.Number, cancellationToken);
            Difference = TextOf(before) is { } was && TextOf(after) is { } now ? TextDifference.Between(was.ToLines(), now.ToLines()) : null;

            MessageText? TextOf(int number) => number == Original ? Sheet.Shipped.Text : texts.GetValueOrDefault(number) is { } found ? found.Text ?? Sheet.Shipped.Text : null;
        }

        return true;
    }

    /// <param name="Number">Of the revision.</param>
    /// <param name="Act">What was done.</param>
    /// <param name="Restored">The revision that was restored; null when none was.</param>
    /// <param name="HasText">Whether its text is another than that of the software.</param>
    /// <param name="At">When, UTC.</param>
    /// <param name="Who">Who did it.</param>
    /// <param name="Why">As they wrote; may be empty.</param>
    public sealed record Line(int Number, MessageAct Act, int? Restored, bool HasText, DateTime At, string Who, string Why);
}
