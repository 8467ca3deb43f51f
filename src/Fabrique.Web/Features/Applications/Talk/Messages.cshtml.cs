using System.ComponentModel.DataAnnotations;
using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Files;
using Fabrique.Domain.Forms;
using Fabrique.Domain.People;
using Fabrique.Web.Kernel.Forms;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Platform.Files;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Applications.Talk;

/// <summary>A message, as its reader sees it.</summary>
/// <param name="Message">The message.</param>
/// <param name="By">Full name of its author.</param>
/// <param name="ReadBy">Who of the other side read it first; null until then.</param>
/// <param name="Files">Joined to it.</param>
public sealed record MessageLine(ApplicationMessage Message, string By, string? ReadBy, IReadOnlyList<StoredFile> Files);

/// <summary>« Messages » of an application, between those who carry it and the team.</summary>
[Authorize(Policies.SignedIn)]
[TakesFiles(InStore = true)]
public sealed class MessagesModel(
    FabriqueDbContext db,
    ApplicationLoader loader,
    TalkServices talk,
    FileReception reception,
    SendApplicationMessageHandler send,
    ReadApplicationMessagesHandler read,
    WithdrawApplicationMessageHandler withdraw) : FormPage
{
    private const string FilesKey = "pieces";

    private static readonly Form Joined = new("message", 1, [new FormField(FilesKey, "Pièces jointes", FieldKind.File)]);

    [BindProperty(SupportsGet = true)]
    public string Reference { get; set; } = "";

    [BindProperty]
    [Display(Name = "Votre message")]
    [TextLength(ApplicationMessage.TextLength)]
    public string? Text { get; set; }

    /// <summary>Of the page that was opened, so that what it sends twice is one.</summary>
    [BindProperty]
    public Guid Opened { get; set; }

    /// <summary>The last message that the page showed.</summary>
    [BindProperty]
    public Guid? Last { get; set; }

    /// <summary>The message that is taken back.</summary>
    [BindProperty]
    public Guid MessageId { get; set; }

    /// <summary>Identifiers of the files, by path of their question.</summary>
    [BindProperty(Name = FormFields.Prefix)]
    public Dictionary<string, string?> Answers { get; set; } = [];

    /// <summary>Files that the person takes away before they send.</summary>
    [BindProperty]
    public List<Guid> Removed { get; set; } = [];

    public Application Application { get; private set; } = null!;

    public string Applicant { get; private set; } = "";

    /// <summary>On which side the reader is; null for an auditor, who only reads.</summary>
    public MessageSide? Side { get; private set; }

    /// <summary>Whether the reader may write for the team alone.</summary>
    public bool MayWriteNotes => talk.Actor.IsInRole(AppRoles.Team);

    public IReadOnlyList<MessageLine> Lines { get; private set; } = [];

    public Refusal? WhyNotWrite { get; private set; }

    /// <summary>Until when those who carry it may write, UTC; null as long as it is not closed.</summary>
    public DateTime? WritableUntil { get; private set; }

    public DateTime Now => talk.Now;

    public int Unread => Lines.Count(line => IsUnread(line.Message));

    public FormFieldView FilesField { get; private set; } = null!;

    protected override bool IsSentByScript => Request.Query["handler"].ToString() is "Upload";

    public bool IsUnread(ApplicationMessage message) => Side is { } side && message.Side != side && !message.IsRead && !message.IsWithdrawn;

    public bool MayWithdraw(ApplicationMessage message) => message.MayWithdraw(talk.Actor.Id, talk.Now) is null;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        Opened = Guid.CreateVersion7(new DateTimeOffset(talk.Now));
        return await ShowAsync(cancellationToken);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken))
        {
            return NotFound();
        }

        var text = Texts.Lines(Text);
        if (text.Length == 0)
        {
            ModelState.AddModelError(nameof(Text), "Écrivez votre message.");
        }

        var removed = Removed.Select(id => id.ToString("N")).ToHashSet(StringComparer.Ordinal);
        Answers[FilesKey] = string.Join(' ', Ids.Where(id => !removed.Contains(id)));
        var notes = WhyNotWrite is null ? await ReceiveAsync(cancellationToken) : [];
        Guid[] files = [.. Ids.Select(id => Guid.TryParseExact(id, "N", out var known) ? known : Guid.Empty).Distinct()];
        return await SubmitAsync(
            token => send.HandleAsync(
                new SendApplicationMessage { Id = TalkServices.Identify(Opened, talk.Actor.Id, text), ApplicationId = Application.Id, Text = text, Files = files, Last = Last },
                token),
            () => Done(string.Join(' ', notes.Prepend(Side is MessageSide.Team ? "Votre message est envoyé à la personne qui candidate." : "Votre message est envoyé à l’équipe de la Fabrique."))),
            cancellationToken);
    }

    public Task<IActionResult> OnPostReadAsync(CancellationToken cancellationToken) => SubmitAsync(
        token => read.HandleAsync(new ReadApplicationMessages(Application.Id, Last ?? Guid.Empty), token),
        () => Done("C’est noté : ces messages sont lus."),
        cancellationToken);

    public Task<IActionResult> OnPostWithdrawAsync(CancellationToken cancellationToken) => SubmitAsync(
        token => withdraw.HandleAsync(new WithdrawApplicationMessage(Application.Id, MessageId), token),
        () => Done("Votre message est retiré. La page dit qu’il y en avait un."),
        cancellationToken);

    /// <summary>Receives one file, which the script adds to the message; or tells it in a sentence why not.</summary>
    public async Task<IActionResult> OnPostUploadAsync(string question, IFormFile? file, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken))
        {
            return NotFound();
        }

        if (WhyNotWrite is { } refusal)
        {
            return new JsonResult(new { sentence = refusal.Sentence });
        }

        if (file is null || question != FilesKey)
        {
            return new JsonResult(new { sentence = "Ce fichier n’a pas été reçu. Rechargez la page, puis joignez-le de nouveau." });
        }

        await using var content = file.OpenReadStream();
        var received = await reception.ReceiveAsync(file.FileName, content, cancellationToken);
        return received.IsDone
            ? new JsonResult(new
            {
                id = received.Value.File.Id.ToString("N"),
                name = received.Value.File.Name,
                size = FileSize.Tell(received.Value.File.Length),
                state = ScanLabels.Tell(received.Value.File),
                note = received.Value.Note,
            })
            : new JsonResult(new { sentence = received.Refusal.Sentence });
    }

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        if (await loader.FindReadableAsync(Reference, cancellationToken) is not { } application)
        {
            return false;
        }

        Application = application;
        Side = application.SideOf(talk.Actor.Id, talk.IsTeam);
        if (Side is null && !talk.Actor.IsStaff)
        {
            // Whoever is asked about an application reads it, not what is said in it.
            return false;
        }

        await LoadLinesAsync(cancellationToken);
        var lastOfTeam = Lines.Where(line => line.Message is { Side: MessageSide.Team, IsWithdrawn: false }).Select(line => (DateTime?)line.Message.SentAt).Max();
        WritableUntil = application.WritableUntil(lastOfTeam);
        WhyNotWrite = application.MayWriteMessage(talk.Actor.Id, talk.IsTeam, lastOfTeam, talk.Now);
        Guid[] ids = [.. Ids.Select(id => Guid.TryParseExact(id, "N", out var known) ? known : Guid.Empty).Where(id => id != Guid.Empty)];
        FilesField = FieldOf(ids);
        return true;
    }

    private async Task LoadLinesAsync(CancellationToken cancellationToken)
    {
        var id = Application.Id;
        var lines = await (
            from message in db.Set<ApplicationMessage>().AsNoTracking()
            where message.ApplicationId == id
            join author in db.StaffMembers on message.AuthorId equals author.Id
            join reader in db.StaffMembers on message.ReadById equals reader.Id into readers
            from reader in readers.DefaultIfEmpty()
            orderby message.SentAt, message.Id
            select new { Message = message, By = author.FullName, ReadBy = reader == null ? null : reader.FullName }).ToListAsync(cancellationToken);
        var shown = lines.FindAll(line => !line.Message.IsWithdrawn).Select(line => (Guid?)line.Message.Id).ToList();
        var files = shown.Count == 0
            ? []
            : await db.StoredFiles.AsNoTracking().Where(file => file.OwnerKind == ApplicationMessage.SubjectCode && shown.Contains(file.OwnerId)).OrderBy(file => file.Name).ToListAsync(cancellationToken);
        Lines = [.. lines.Select(line => new MessageLine(line.Message, line.By, line.ReadBy, files.FindAll(file => file.OwnerId == line.Message.Id)))];
        Applicant = await loader.PresentApplicantAsync(Application, cancellationToken);
    }

    private static FormFieldView FieldOf(Guid[] ids) => new FormFields(
        Joined,
        ids.Length == 0 ? FormAnswers.None : new FormAnswers(Joined.Code, Joined.Version, [KeyValuePair.Create<string, FormValue>(FilesKey, new FilesValue(new(ids.Select(id => new Domain.Forms.FormFile(id, "")))))])).ViewOf(Joined.Fields[0]);

    private string[] Ids => Answers.GetValueOrDefault(FilesKey)?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];

    // What was sent with the form, by a browser without script: what was received stays in the page whatever becomes of the rest.
    private async Task<List<string>> ReceiveAsync(CancellationToken cancellationToken)
    {
        var notes = new List<string>();
        foreach (var file in Request.HasFormContentType ? Request.Form.Files.Where(file => file.FileName.Length > 0 && file.Name == $"{FileReception.InputPrefix}{FilesKey}]") : [])
        {
            if (Ids.Length >= FilesOptions.MostFiles)
            {
                ModelState.AddModelError(FormFields.NameOf(FilesKey), $"{FilesOptions.MostFiles} fichiers au plus par message. Les autres n’ont pas été joints.");
                break;
            }

            await using var content = file.OpenReadStream();
            var received = await reception.ReceiveAsync(file.FileName, content, cancellationToken);
            if (received.IsDone)
            {
                Answers[FilesKey] = $"{Answers.GetValueOrDefault(FilesKey)} {received.Value.File.Id:N}".Trim();
                notes.AddRange(received.Value.Note is { } note ? [note] : []);
            }
            else
            {
                ModelState.AddModelError(FormFields.NameOf(FilesKey), received.Refusal.Sentence);
            }
        }

        return notes;
    }

    private LocalRedirectResult Done(string sentence)
    {
        TempData.Confirm(sentence);
        return LocalRedirect(TalkLinks.Messages(Reference));
    }
}
