using Fabrique.Domain.Forms;
using Fabrique.Domain.Time;

namespace Fabrique.Domain.Applications;

/// <summary>« Recevabilité », « compléments » and « présélection »: what the team says of an application between the visa and the opinions.</summary>
public sealed partial class Application
{
    /// <summary>How often corrections may be asked for.</summary>
    public const int MostCorrectionRounds = 3;

    private readonly List<ScreeningRuling> rulings = [];
    private readonly List<CorrectionRequest> corrections = [];

    /// <summary>From the first.</summary>
    public IReadOnlyList<ScreeningRuling> Rulings => [.. rulings.OrderBy(ruling => ruling.RuledAt)];

    /// <summary>From the first round.</summary>
    public IReadOnlyList<CorrectionRequest> Corrections => [.. corrections.OrderBy(request => request.Round)];

    /// <summary>The last; null when none was asked for.</summary>
    public CorrectionRequest? Correction => corrections.MaxBy(request => request.Round);

    /// <summary>Whether the procedure may ask the team whether it is admissible, or shortlisted.</summary>
    public Refusal? MayBeScreened() => Status is ApplicationStatus.Submitted or ApplicationStatus.UnderScreening
        ? null
        : new Refusal("screening-not-askable", "la recevabilité et la présélection se disent après le dépôt et le visa, avant la décision");

    /// <param name="actorId">Who would say whether it is admissible, or shortlisted: never the person who applies.</param>
    public Refusal? MayBeRuled(Guid actorId) => Status is ApplicationStatus.UnderScreening
        ? IsOwnCaseOf(actorId) ? OwnCase : null
        : Status is ApplicationStatus.CorrectionRequested
            ? new Refusal("corrections-awaited", "Des compléments sont attendus sur cette candidature : rien n’est dit d’elle d’ici là.")
            : IsDecided
                ? new Refusal("application-already-decided", "La décision sur cette candidature est déjà enregistrée.")
                : new Refusal("application-not-under-screening", "Cette candidature n’est pas en instruction.");

    /// <param name="id">Of the ruling.</param>
    /// <param name="actorId">Who says so; null when the procedure goes on by itself.</param>
    /// <param name="now">UTC.</param>
    public void FindAdmissible(Guid id, Guid? actorId, DateTime now)
    {
        BrokenRuleException.ThrowIf(MayBeRuled(actorId ?? Guid.Empty));
        rulings.Add(new ScreeningRuling(id, Id, ScreeningRulingKind.Admissible, [], "", actorId, now));
    }

    /// <summary>What the letter gives as the reason: the sentence of each of them, then what was added.</summary>
    public static string ReasonOf(IEnumerable<InadmissibilityReason> reasons, string words) =>
        string.Join("\n", reasons.OrderBy(reason => reason.Rank).Select(reason => reason.Sentence).Append(words).Where(part => part.Length > 0));

    /// <summary>Whether it may be found inadmissible so: with a reason of the list, which may still be chosen.</summary>
    public static Refusal? MayBeFoundInadmissible(IReadOnlyCollection<InadmissibilityReason> reasons, string words) =>
        reasons.Count == 0 ? new Refusal("inadmissible-unexplained", "Choisissez au moins un motif : la lettre le donnera.")
        : reasons.FirstOrDefault(reason => reason.IsRetired) is { } retired ? new Refusal("reason-retired", $"Le motif « {retired.Label} » vient d’être retiré de la liste : choisissez-en un autre.")
        : ReasonOf(reasons, words).Length > ReasonLength ? new Refusal("inadmissible-too-long", "Les motifs et votre texte sont trop longs pour la lettre : raccourcissez-les.")
        : null;

    /// <param name="id">Of the ruling.</param>
    /// <param name="actorId">Who says so.</param>
    /// <param name="reasons">At least one.</param>
    /// <param name="words">For whoever applies; perhaps empty.</param>
    /// <param name="now">UTC.</param>
    public void FindInadmissible(Guid id, Guid actorId, IReadOnlyCollection<InadmissibilityReason> reasons, string words, DateTime now)
    {
        BrokenRuleException.ThrowIf(MayBeRuled(actorId) ?? MayBeFoundInadmissible(reasons, words));
        Close(ApplicationEvent.FindInadmissible, new ScreeningRuling(id, Id, ScreeningRulingKind.Inadmissible, [.. reasons.OrderBy(reason => reason.Rank).Select(reason => reason.Code)], words, actorId, now), actorId, ReasonOf(reasons, words), now);
    }

    /// <summary>Whether corrections may be asked for.</summary>
    /// <param name="actorId">Who would.</param>
    public Refusal? MayRequestCorrections(Guid actorId) => MayBeRuled(actorId)
        ?? (Correction is { Status: CorrectionRequestStatus.Prepared }
            ? new Refusal("corrections-prepared", "Une demande de compléments est déjà prête sur cette candidature.")
            : corrections.Count >= MostCorrectionRounds
            ? new Refusal("corrections-too-many", $"Des compléments ont déjà été demandés {MostCorrectionRounds} fois : dites si la candidature est recevable ou non.")
            : null);

    /// <summary>Whether what is asked for can be: of questions that the form asks, in so many words.</summary>
    public Refusal? MayRequestCorrections(Guid actorId, string message, IReadOnlyList<CorrectionRemark> remarks) => MayRequestCorrections(actorId)
        ?? (remarks.Count == 0 ? new Refusal("corrections-empty", "Écrivez ce qui manque sous au moins une réponse : c’est ce que la personne pourra reprendre.")
            : message.Length > CorrectionRequest.MessageLength ? new Refusal("corrections-too-long", $"Le message dépasse {CorrectionRequest.MessageLength} caractères.")
            : remarks.Any(remark => remark.Sentence.Length is 0 or > CorrectionRequest.RemarkLength) ? new Refusal("corrections-too-long", $"Chaque remarque compte de 1 à {CorrectionRequest.RemarkLength} caractères.")
            : remarks.Any(remark => Form.Find(remark.Key) is not { Kind.IsQuestion: true }) ? new Refusal("corrections-unknown", "Une des questions n’est pas posée par le formulaire.")
            : null);

    /// <summary>Somebody of the team writes what is to be corrected; the procedure asks for it.</summary>
    /// <param name="id">Of the request.</param>
    /// <param name="actorId">Who writes it.</param>
    /// <param name="message">Perhaps empty.</param>
    /// <param name="remarks">At least one.</param>
    /// <param name="now">UTC.</param>
    public CorrectionRequest PrepareCorrections(Guid id, Guid actorId, string message, IReadOnlyList<CorrectionRemark> remarks, DateTime now)
    {
        BrokenRuleException.ThrowIf(MayRequestCorrections(actorId, message, remarks));

        // What came too late last time is not to be written again.
        var draft = Correction is { Status: CorrectionRequestStatus.NoAnswer, Draft: { } late } ? late : null;
        var order = Form.Fields.Select((field, rank) => (field.Key, rank)).ToDictionary(field => field.Key, field => field.rank, StringComparer.Ordinal);
        var request = new CorrectionRequest(id, this, corrections.Count + 1, actorId, message, [.. remarks.OrderBy(remark => order[remark.Key])], draft, now);
        corrections.Add(request);
        return request;
    }

    /// <summary>Whether the procedure may send what was prepared.</summary>
    public Refusal? MaySendCorrections() => Status is ApplicationStatus.UnderScreening && Correction is { Status: CorrectionRequestStatus.Prepared }
        ? null
        : new Refusal("corrections-not-prepared", "aucun complément n’est demandé : placez cette étape après l’issue « Compléments à demander » de la recevabilité");

    /// <param name="now">UTC.</param>
    /// <param name="dueAt">Until when they are awaited, UTC.</param>
    public void SendCorrections(DateTime now, DateTime dueAt)
    {
        BrokenRuleException.ThrowIf(MaySendCorrections());
        Correction!.Send(now, dueAt);
        Status = States.Next(Status, ApplicationEvent.RequestCorrections);
    }

    /// <summary>Whether somebody may write the answer to what is asked: in time, and with the right to.</summary>
    public Refusal? MayWriteCorrections(Guid actorId, DateTime now) => !Lets(actorId, CoApplicantRight.Write)
        ? NotAllowed(actorId)
        : Correction is { Status: CorrectionRequestStatus.Requested, DueAt: { } dueAt } && Status is ApplicationStatus.CorrectionRequested
            ? now <= dueAt ? null : Late(dueAt)
            : Correction is { Status: CorrectionRequestStatus.NoAnswer, DueAt: { } over } ? Late(over)
            : Correction is { Status: CorrectionRequestStatus.Answered } ? new Refusal("corrections-answered", "Vos compléments sont déjà transmis. Vous n’avez rien d’autre à faire.")
            : new Refusal("corrections-not-asked", "Aucun complément n’est demandé sur cette candidature.");

    /// <summary>Keeps what is written so far.</summary>
    /// <param name="actorId">Who writes.</param>
    /// <param name="answers">To the form; those to questions that may not change are left aside.</param>
    /// <param name="now">UTC.</param>
    public void WriteCorrections(Guid actorId, FormAnswers answers, DateTime now)
    {
        BrokenRuleException.ThrowIf(MayWriteCorrections(actorId, now));
        Correction!.Write(Correct(answers));
    }

    /// <summary>What the application would say: the answers to what is to be corrected, and to what is asked only since they changed, in the place of the former ones.</summary>
    public FormAnswers Correct(FormAnswers answers)
    {
        var request = Correction!;
        var merged = Merge(key => request.IsAsked(key));
        var (before, after) = (Form.SightOf(Answers), Form.SightOf(merged));
        return Merge(key => request.IsAsked(key) || (after.Contains(key) && !before.Contains(key)));

        FormAnswers Merge(Func<string, bool> isOpen) => new(Answers.FormCode, Answers.FormVersion, Answers.Values.Where(pair => !isOpen(pair.Key)).Concat(answers.Values.Where(pair => isOpen(pair.Key)))) { Former = Answers.Former };
    }

    /// <summary>Keys of the questions that may be answered again: those asked for, and those that the form asks only since they changed.</summary>
    /// <param name="answers">What is written so far.</param>
    public IReadOnlyList<string> ToCorrect(FormAnswers answers)
    {
        var (before, after) = (Form.SightOf(Answers), Form.SightOf(answers));
        return [.. Form.Questions.Select(field => field.Key).Where(key => Correction!.IsAsked(key) || (after.Contains(key) && !before.Contains(key)))];
    }

    /// <param name="actorId">Who would send them.</param>
    /// <param name="answers">To the form.</param>
    /// <param name="now">UTC.</param>
    public Refusal? MayAnswerCorrections(Guid actorId, FormAnswers answers, DateTime now)
    {
        if (MayWriteCorrections(actorId, now) is { } refusal)
        {
            return refusal;
        }

        if (!Lets(actorId, CoApplicantRight.Submit))
        {
            return NotAllowed(actorId);
        }

        var corrected = Correct(answers);
        if (Correction!.Remarks.All(remark => corrected[remark.Key] == Correction.Before[remark.Key]))
        {
            return new Refusal("corrections-unchanged", "Vous n’avez repris aucune des réponses demandées : reprenez-en au moins une. Si vous n’avez rien à ajouter, dites pourquoi dans la réponse, ou écrivez à l’équipe.");
        }

        return MayBeSaved(corrected, FormVersion)
            ?? (Form.MissingFor(corrected).FirstOrDefault(problem => ToCorrect(corrected).Contains(problem.Key.Split('.')[0], StringComparer.Ordinal))?.Refusal)
            ?? Form.WhyNotEligible(corrected);
    }

    public void AnswerCorrections(Guid actorId, FormAnswers answers, DateTime now)
    {
        BrokenRuleException.ThrowIf(MayAnswerCorrections(actorId, answers, now));
        var corrected = Form.OnlyAsked(Correct(answers));
        Correction!.Answer(corrected, actorId, now);
        Keep(corrected, FormVersion);
        Status = States.Next(Status, ApplicationEvent.EndCorrections);
    }

    /// <summary>The time given is over. What was written stays. Does nothing when nothing is awaited any more.</summary>
    public void EndCorrections(DateTime now)
    {
        if (Status is ApplicationStatus.CorrectionRequested && Correction is { IsOpen: true } open)
        {
            open.End(now);
            Status = States.Next(Status, ApplicationEvent.EndCorrections);
        }
    }

    /// <summary>Nobody answered, and the procedure ends there; whoever asked for the corrections said so.</summary>
    public void FindUnanswered(Guid id, InadmissibilityReason reason, DateTime now)
    {
        var askedBy = Correction!.AskedById;
        Close(ApplicationEvent.FindInadmissible, new ScreeningRuling(id, Id, ScreeningRulingKind.Inadmissible, [reason.Code], "", ruledById: null, now), askedBy, reason.Sentence, now);
    }

    /// <summary>Whether more time may be given to answer.</summary>
    /// <param name="actorId">Who would.</param>
    public Refusal? MayGrantCorrectionTime(Guid actorId) => Status is not ApplicationStatus.CorrectionRequested || Correction is not { IsOpen: true }
        ? new Refusal("corrections-not-awaited", "Aucun complément n’est attendu sur cette candidature : demandez-en de nouveau pour rouvrir la saisie.")
        : IsOwnCaseOf(actorId) ? OwnCase : null;

    /// <summary>The time that was granted may be explained otherwise; it is never shortened.</summary>
    /// <param name="actorId">Who would.</param>
    /// <param name="until">UTC.</param>
    /// <param name="reason">Why.</param>
    /// <param name="now">UTC.</param>
    public Refusal? MayGrantCorrectionTime(Guid actorId, DateTime until, string reason, DateTime now) => MayGrantCorrectionTime(actorId)
        ?? (until <= now || until < Correction!.DueAt || (until == Correction.DueAt && (Correction.GrantReason ?? reason) == reason) ? new Refusal("grant-too-soon", "Choisissez un instant après celui qui est déjà donné.")
            : until > now.AddYears(1) ? new Refusal("grant-too-late", "Donnez un an au plus.")
            : string.IsNullOrWhiteSpace(reason) || reason.Length > CorrectionRequest.ReasonLength ? new Refusal("grant-unexplained", "Dites pourquoi ce délai est accordé.")
            : null);

    public void GrantCorrectionTime(Guid actorId, DateTime until, string reason, DateTime now)
    {
        BrokenRuleException.ThrowIf(MayGrantCorrectionTime(actorId, until, reason, now));
        Correction!.Grant(until, actorId, reason, now);
    }

    /// <summary>Whether it may be left out so: with a reason, which the letter gives.</summary>
    public static Refusal? MayBeShortlisted(bool shortlisted, string reason) =>
        !shortlisted && string.IsNullOrWhiteSpace(reason) ? new Refusal("shortlist-unexplained", "Dites pourquoi elle n’est pas présélectionnée : la lettre le dira.")
        : reason.Length > ScreeningRuling.WordsLength ? new Refusal("shortlist-too-long", $"Le motif dépasse {ScreeningRuling.WordsLength} caractères.")
        : null;

    /// <param name="id">Of the ruling.</param>
    /// <param name="shortlisted">Whether it is.</param>
    /// <param name="reason">Given to the applicant when it is not.</param>
    /// <param name="actorId">Who says so; null when the procedure goes on by itself.</param>
    /// <param name="now">UTC.</param>
    public void Shortlist(Guid id, bool shortlisted, string reason, Guid? actorId, DateTime now)
    {
        BrokenRuleException.ThrowIf(MayBeRuled(actorId ?? Guid.Empty) ?? MayBeShortlisted(shortlisted, reason));
        var ruling = new ScreeningRuling(id, Id, shortlisted ? ScreeningRulingKind.Shortlisted : ScreeningRulingKind.NotShortlisted, [], reason, actorId, now);
        if (shortlisted)
        {
            rulings.Add(ruling);
            Status = States.Next(Status, ApplicationEvent.Shortlist);
            return;
        }

        Close(ApplicationEvent.LeaveOut, ruling, actorId!.Value, reason, now);
    }

    private void Close(ApplicationEvent occurred, ScreeningRuling ruling, Guid actorId, string reason, DateTime now)
    {
        Limits.ThrowIfLonger(reason, ReasonLength);
        Status = States.Next(Status, occurred);
        rulings.Add(ruling);
        (DecisionReason, DecidedById, DecidedAt) = (reason, actorId, now);
    }

    private static Refusal Late(DateTime dueAt) => new(
        "corrections-late",
        $"Le délai pour répondre a pris fin le {FrenchDate.Instant(dueAt)} : rien n’est transmis. Ce que vous avez écrit reste ci-dessous ; demandez à l’équipe de la Fabrique de vous rouvrir la saisie.");
}
