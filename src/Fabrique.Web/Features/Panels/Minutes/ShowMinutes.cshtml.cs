using Fabrique.Domain;
using Fabrique.Domain.Panels;
using Fabrique.Web.Kernel.Differences;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Platform.Mail;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Fabrique.Web.Features.Panels.Minutes;

/// <summary>« Procès-verbal » of a session: its text, who signed it, what it replaces, and whether all of it is as it was written.</summary>
[Authorize(Policies.SignedIn)]
public sealed class ShowMinutesModel(PanelReader reader, MinutesReader minutes, Actor actor, WriteMinutesHandler writer, SignMinutesHandler signer) : MinutesPage(reader, minutes)
{
    /// <summary>Which version is read; that in force when null.</summary>
    [BindProperty(SupportsGet = true, Name = "version")]
    public int? Number { get; set; }

    /// <summary>That of the text that was read before it is signed.</summary>
    [BindProperty]
    public string? Hash { get; set; }

    /// <summary>The version shown.</summary>
    public MinutesVersion Shown { get; private set; } = null!;

    /// <summary>Its text as HTML without anything active.</summary>
    public string Html { get; private set; } = "";

    /// <summary>What it changed of the version that it replaces; null for the first one.</summary>
    public IReadOnlyList<ComparedLine>? Difference { get; private set; }

    /// <summary>What is not as it was written and signed, French; none when everything is.</summary>
    public IReadOnlyList<string> Problems { get; private set; } = [];

    public bool MayConduct { get; private set; }

    /// <summary>Whether the reader may correct it.</summary>
    public bool MayRevise => Minutes is { } written && (actor.Id == written.ChairId || actor.Id == written.ClerkId);

    /// <summary>Whether the reader has it to sign.</summary>
    public bool MaySign => Minutes is { } written && written.MaySign(actor.Id, written.Latest.Hash) is null;

    public bool IsInForce => Minutes is { } written && Shown.Number == written.Latest.Number;

    /// <summary>Why it cannot be written yet; null when it can.</summary>
    public Refusal? WhyNotWritten => MinutesReader.WhyNotWritten(Session);

    public IEnumerable<MinutesSignature> SignaturesOf(MinutesVersion version) => Minutes!.Signatures.Where(signature => signature.VersionNumber == version.Number);

    public Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => ShowAsync(cancellationToken);

    public async Task<IActionResult> OnPostWriteAsync(CancellationToken cancellationToken) => await LoadAsync(cancellationToken) && !MayConduct ? Forbid() : await SubmitAsync(
        token => writer.HandleAsync(new WriteMinutes(Id, SessionId), token),
        () => Done("Le procès-verbal est écrit à partir de ce qui s’est passé : relisez-le avant de le signer."),
        cancellationToken);

    public async Task<IActionResult> OnPostSignAsync(CancellationToken cancellationToken) => await LoadAsync(cancellationToken) && !MayRevise ? Forbid() : await SubmitAsync(
        token => signer.HandleAsync(new SignMinutes(Id, SessionId, Hash ?? ""), token),
        () => Done("Votre signature est enregistrée."),
        cancellationToken);

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        if (!await base.LoadAsync(cancellationToken))
        {
            return false;
        }

        MayConduct = actor.MayConduct(Panel);
        if (Minutes is not { } written || !MayRead)
        {
            return true;
        }

        if (written.Versions.FirstOrDefault(version => version.Number == (Number ?? written.Latest.Number)) is not { } shown)
        {
            return false;
        }

        (Shown, Html, Problems) = (shown, new MarkdownBody(shown.Text).ToHtml(), written.Verify());
        Difference = written.Versions.FirstOrDefault(version => version.Number == shown.Replaces) is { } replaced ? MinutesDifference.Between(replaced.Text, shown.Text) : null;
        return true;
    }

    private LocalRedirectResult Done(string sentence)
    {
        TempData.Confirm(sentence);
        return LocalRedirect(PanelLinks.Minutes(Id, SessionId));
    }
}
