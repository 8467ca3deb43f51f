using Fabrique.Domain;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Calls;
using Fabrique.Domain.Forms;
using Fabrique.Domain.Time;
using Fabrique.Web.Kernel.Forms;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Platform.Files;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Applications.Apply;

/// <summary>The form of a call, filled for an application that is new or under way. With a script, what is typed is saved as it is typed.</summary>
public abstract class ApplicationFormPage(FormReader forms, SaveApplicationHandler handler, FileReception reception, TimeProvider clock) : FormPage
{
    /// <summary>Of somebody else's answer, beside one's own.</summary>
    private const int MostShown = 500;

    private Form? asked;
    private FormAnswers? read;

    /// <summary>What was typed, by path.</summary>
    [BindProperty(Name = FormFields.Prefix)]
    public Dictionary<string, string?> Answers { get; set; } = [];

    /// <summary>The version of the form that the page showed: what was typed is read by it, whatever is in force by then.</summary>
    [BindProperty]
    public Guid? FormVersion { get; set; }

    /// <summary>Keys of the questions that wait for the person to choose between what they wrote and what somebody else did.</summary>
    [BindProperty]
    public List<string> Held { get; set; } = [];

    /// <summary>Whether the page, having a script, tells which answers it changed.</summary>
    [BindProperty]
    public bool Tells { get; set; }

    /// <summary>Keys of the questions to which the person changed their answer; see <see cref="Tells"/>.</summary>
    [BindProperty]
    public List<string> Touched { get; set; } = [];

    /// <summary>Files that the person takes away from their answers.</summary>
    [BindProperty]
    public List<Guid> Removed { get; set; } = [];

    public FormFields Fields { get; protected set; } = new(ApplicationForms.Default, FormAnswers.None) { IsDraft = true };

    public CallForApplications Call { get; protected set; } = null!;

    public Refusal? WhyNotApply { get; protected set; }

    protected override bool IsSentByScript => Request.Query["handler"].ToString() is "Autosave" or "Upload";

    protected DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>What is kept already; null when nothing is.</summary>
    protected abstract Task<Application?> FindKeptAsync(CancellationToken cancellationToken);

    /// <summary>Makes the page carry another version than the one that was sent.</summary>
    protected abstract void Carry(int version);

    /// <summary>The application that is saved; known once the page is loaded.</summary>
    protected abstract Guid SavedId { get; }

    /// <summary>See <see cref="SaveApplication.Version"/>.</summary>
    protected abstract int? ReadVersion { get; }

    public Task<IActionResult> OnPostSaveAsync(CancellationToken cancellationToken) => SaveAsync(complete: false, cancellationToken);

    /// <summary>Saves what is complete, and shows it once more before it is submitted.</summary>
    public Task<IActionResult> OnPostReviewAsync(CancellationToken cancellationToken) => SaveAsync(complete: true, cancellationToken);

    /// <summary>Saves what can be read of what is typed so far, and tells the script what became of it.</summary>
    public async Task<IActionResult> OnPostAutosaveAsync(CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken))
        {
            return NotFound();
        }

        RemoveFiles();
        var problems = asked!.Read(Answers, out var answers, await forms.FindAsync(asked, Answers, cancellationToken));
        string[] unsaid = [.. problems.Select(problem => problem.Key.Split('.')[0]).Concat(Held).Distinct(StringComparer.Ordinal)];
        try
        {
            var outcome = await KeepAsync(
                new SaveApplication { ApplicationId = SavedId, CallId = Call.Id, Version = ReadVersion, Answers = answers, Form = asked!, Unsaid = unsaid, Touched = Tells ? Touched : null },
                cancellationToken);
            return outcome.IsDone
                ? new JsonResult(Tell(outcome.Value, answers, problems))
                : new JsonResult(new { sentence = outcome.Refusal.Sentence });
        }
        catch (DbUpdateConcurrencyException)
        {
            return new JsonResult(new { sentence = "Quelqu’un vient de modifier cette candidature. Enregistrez le brouillon pour voir ce qui a changé." });
        }
    }

    /// <summary>Receives one file, which the script adds to the answer that is saved next; or tells it in a sentence why not.</summary>
    /// <param name="question">Path of the question.</param>
    /// <param name="file">The file; null when what was sent could not be read.</param>
    /// <param name="cancellationToken">Abandons it.</param>
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

        if (file is null || FileQuestion(question) is null)
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

    /// <summary>Why the person may write nothing here; null when they may.</summary>
    protected virtual Refusal? WhyNotWrite => null;

    /// <summary>Keeps what was typed so far.</summary>
    protected virtual Task<Outcome<SavedApplication>> KeepAsync(SaveApplication input, CancellationToken cancellationToken) => handler.HandleAsync(input, cancellationToken);

    /// <summary>The version that the form is filled from once it is saved, and the address of its page.</summary>
    protected virtual (int Version, string Address) PlaceOf(SavedApplication saved) => (saved.Application.Version, ApplicationLinks.Edit(saved.Application.Reference));

    /// <summary>What is kept once it is saved.</summary>
    protected virtual FormAnswers KeptOf(SavedApplication saved) => saved.Application.Answers;

    /// <summary>What is asked of whoever typed these answers.</summary>
    protected virtual FormSight SightOf(SavedApplication saved, FormAnswers answers) => saved.Application.Form.SightOf(answers);

    /// <summary>What is asked.</summary>
    protected virtual async Task<AskedForm> FindFormAsync(CancellationToken cancellationToken) => new(await forms.FindInForceAsync(Call.FormId, cancellationToken));

    /// <summary>Reads the form of the call.</summary>
    /// <param name="kept">The application under way; null for a new one.</param>
    /// <param name="cancellationToken">Abandons it.</param>
    protected async Task LoadFieldsAsync(Application? kept, CancellationToken cancellationToken)
    {
        var inForce = await FindFormAsync(cancellationToken);
        var isPost = HttpMethods.IsPost(Request.Method);

        // What was typed is read by what was shown then.
        asked ??= isPost && FormVersion is { } shown && shown != inForce.Version?.Id && await forms.FindVersionAsync(Call.FormId, shown, cancellationToken) is { } earlier ? earlier.Form : inForce.Form;
        ModelState.Remove(nameof(FormVersion));
        FormVersion = inForce.Version?.Id;
        var answers = kept is null ? new FormAnswers(inForce.Form.Code, inForce.Form.Version) : inForce.Take(kept.Answers, kept.Form);
        Fields = new FormFields(inForce.Form, read is null ? answers : inForce.Take(read, asked).With(answers.Former))
        {
            IsDraft = true,
            Known = await forms.ListAsync(inForce.Form, cancellationToken),
            Today = ParisTime.DayOf(Now.UtcDateTime),
            Typed = isPost ? Answers : null,
        };
    }

    /// <summary>Fills a form that nobody has filled yet.</summary>
    protected void Prefill(FormAnswers answers) => Fields = Fields with { Answers = answers };

    /// <summary>Reads what was typed, whatever it is.</summary>
    protected async Task<(IReadOnlyList<FormProblem> Problems, FormAnswers Answers)> ReadAsync(CancellationToken cancellationToken)
    {
        var problems = asked!.Read(Answers, out var answers, await forms.FindAsync(asked, Answers, cancellationToken));
        Fields = Fields with { Answers = answers };
        return (problems, answers);
    }

    private async Task<IActionResult> SaveAsync(bool complete, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken))
        {
            return NotFound();
        }

        var form = asked!;
        RemoveFiles();
        var notes = WhyNotWrite is null ? await ReceiveFilesAsync(cancellationToken) : [];
        if (Tells && await FindKeptAsync(cancellationToken) is { } kept && kept.Answers.AreTo(form))
        {
            // What the page shows of the other questions may be older than what is kept.
            Show(kept.Answers, form.Questions.Select(field => field.Key).Except(Touched));
        }

        var answers = ModelState.ReadForm(form, Answers, complete, await forms.FindAsync(form, Answers, cancellationToken));
        read = answers;
        return await SubmitAsync(
            async token =>
            {
                var outcome = await KeepAsync(
                    new SaveApplication { ApplicationId = SavedId, CallId = Call.Id, Version = ReadVersion, Answers = answers, Form = form, Touched = Tells ? Touched : null }, token);
                return outcome is { IsDone: true, Value: { Conflicts.Count: > 0 } saved } ? Choose(saved, answers) : outcome;
            },
            saved =>
            {
                var reference = saved.Application.Reference;
                if (complete)
                {
                    return LocalRedirect(ApplicationLinks.Review(reference));
                }

                TempData.Confirm(string.Join(' ', notes.Prepend("Votre brouillon est enregistré.")));
                return LocalRedirect(ApplicationLinks.Show(reference));
            },
            cancellationToken);
    }

    // Somebody else answered otherwise meanwhile: what could be saved is, and both answers to the rest are there before anything else is.
    private Outcome<SavedApplication> Choose(SavedApplication saved, FormAnswers mine)
    {
        var (form, kept) = (saved.Application.Form, saved.Application.Answers);
        mine = mine.AreTo(form) ? mine : form.Rebase(mine, asked!);
        read = new FormAnswers(form.Code, form.Version, [.. mine.Values.Where(pair => saved.Conflicts.Contains(pair.Key)), .. kept.Values.Where(pair => !saved.Conflicts.Contains(pair.Key))]).With(kept.Former);
        asked = form;
        Show(kept, form.Questions.Select(field => field.Key).Except(saved.Conflicts));
        var other = saved.Others ?? "quelqu’un d’autre";
        foreach (var field in saved.Conflicts.Select(key => form.Find(key)!))
        {
            var theirs = field.Kind.Show(field, kept[field.Key]) is { Length: > 0 } text ? $"l’autre réponse est « {(text.Length > MostShown ? $"{text[..MostShown]}…" : text)} »" : "l’autre réponse est vide";
            ModelState.AddModelError(FormFields.NameOf(field.Key), $"« {field.Label} » : {theirs}. Gardez votre réponse ou reprenez l’autre, puis enregistrez de nouveau.");
        }

        Carry(saved.Application.Version);
        return new Refusal("draft-conflict", $"Vos autres réponses sont enregistrées. Celles qui sont signalées ne le sont pas encore : une autre réponse y est arrivée pendant que vous écriviez, de {other}.");
    }

    // Shows what is kept in place of what was sent.
    private void Show(FormAnswers kept, IEnumerable<string> keys)
    {
        var shown = keys.ToHashSet(StringComparer.Ordinal);
        foreach (var path in Answers.Keys.Where(path => shown.Contains(path.Split('.')[0])).ToList())
        {
            Answers.Remove(path);
            ModelState.Remove(FormFields.NameOf(path));
        }

        foreach (var (path, value) in asked!.Write(kept).Where(part => shown.Contains(part.Key.Split('.')[0])))
        {
            Answers[path] = value;
        }
    }

    private FormField? FileQuestion(string path) => path.Split('.') switch
    {
        [var key] => asked!.Find(key),
        [var key, _, var inner] => asked!.Find(key)?.Fields.FirstOrDefault(field => field.Key == inner),
        _ => null,
    } is { } field && field.Kind == FieldKind.File ? field : null;

    protected void RemoveFiles()
    {
        var removed = Removed.Select(id => id.ToString("N")).ToHashSet(StringComparer.Ordinal);
        foreach (var path in Answers.Keys.Where(path => removed.Count > 0 && FileQuestion(path) is not null).ToList())
        {
            var ids = IdsOf(path);
            Answers[path] = string.Join(' ', ids.Where(id => !removed.Contains(id)));
            if (ids.Any(removed.Contains))
            {
                Touched.Add(path.Split('.')[0]);
            }
        }
    }

    // What was sent with the form, by a browser without script. What is refused is said beside its question; what was received stays in the page whatever becomes of the rest.
    protected async Task<List<string>> ReceiveFilesAsync(CancellationToken cancellationToken)
    {
        var notes = new List<string>();
        foreach (var file in Request.HasFormContentType ? Request.Form.Files.Where(file => file.FileName.Length > 0 && file.Name.StartsWith(FileReception.InputPrefix, StringComparison.Ordinal)) : [])
        {
            var path = file.Name[FileReception.InputPrefix.Length..].TrimEnd(']');
            if (FileQuestion(path) is not { } question)
            {
                continue;
            }

            if (IdsOf(path).Length >= FilesOptions.MostFiles)
            {
                ModelState.AddModelError(FormFields.NameOf(path), $"« {question.Label} » : {FilesOptions.MostFiles} fichiers au plus. Les autres n’ont pas été joints.");
                break;
            }

            await using var content = file.OpenReadStream();
            var received = await reception.ReceiveAsync(file.FileName, content, cancellationToken);
            if (received.IsDone)
            {
                Answers[path] = $"{Answers.GetValueOrDefault(path)} {received.Value.File.Id:N}".Trim();
                Touched.Add(path.Split('.')[0]);
                notes.AddRange(received.Value.Note is { } note ? [note] : []);
            }
            else
            {
                ModelState.AddModelError(FormFields.NameOf(path), received.Refusal.Sentence);
            }
        }

        return notes;
    }

    private string[] IdsOf(string path) => Answers.GetValueOrDefault(path)?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];

    private object Tell(SavedApplication saved, FormAnswers answers, IReadOnlyList<FormProblem> problems)
    {
        var form = saved.Application.Form;
        var mine = answers.AreTo(form) ? answers : form.Rebase(answers, asked!);
        var kept = KeptOf(saved);
        var sight = SightOf(saved, Tells ? kept : mine);

        // What is frozen is read, not sent: nobody else wrote it meanwhile.
        var sent = Answers.Keys.Select(path => path.Split('.')[0]).ToHashSet(StringComparer.Ordinal);
        var (version, address) = PlaceOf(saved);
        return new
        {
            version,
            address,
            savedAt = FrenchDate.Time(Now.UtcDateTime),
            asked = form.Fields.Select(field => field.Key).Where(sight.Contains),
            progress = form.ProgressOf(saved.Application.Answers).Where(part => part.Section.Title is not null).Select(part => new { key = part.Section.Title!.Key, text = FormProgressText.Of(part) }),
            problems = problems.Select(problem => new { name = FormFields.NameOf(problem.Key), sentence = problem.Refusal.Sentence }),
            by = saved.Others ?? "quelqu’un d’autre",
            others = form.Questions
                .Where(field => sent.Contains(field.Key) && !saved.Conflicts.Contains(field.Key) && !Held.Contains(field.Key) && problems.All(problem => problem.Key.Split('.')[0] != field.Key) && mine[field.Key] != kept[field.Key])
                .Select(field => new
                {
                    key = field.Key,
                    label = field.Label,
                    parts = field.Kind == FieldKind.File || field.Kind.HasFields ? null
                        : kept[field.Key] is { } value ? field.Kind.WriteParts(field, value).Select(part => new { name = FormFields.NameOf(part.Key), value = part.Value }) : [new { name = FormFields.NameOf(field.Key), value = "" }],
                }),
            conflicts = saved.Conflicts.Select(key => (Field: form.Find(key)!, Value: saved.Application.Answers[key])).Select(conflict => new
            {
                key = conflict.Field.Key,
                label = conflict.Field.Label,
                text = conflict.Field.Kind.Show(conflict.Field, conflict.Value) ?? "",
                parts = conflict.Value is null ? [] : conflict.Field.Kind.WriteParts(conflict.Field, conflict.Value).Select(part => new { name = FormFields.NameOf(part.Key), value = part.Value }),
            }),
        };
    }
}

internal static class FormProgressText
{
    /// <summary>« 3 réponses sur 4 ».</summary>
    public static string Of(FormProgress part) => part.Needed == 0 ? "facultatif" : part.Answered == part.Needed ? "complet" : $"{part.Answered} réponse{(part.Answered > 1 ? "s" : "")} sur {part.Needed}";
}
