namespace Fabrique.Domain.Calls;

public enum CallStatus
{
    Draft,
    Scheduled,
    Open,
    Closed,
    Reviewing,
    Decided,
    Archived,
}

public enum CallEvent
{
    Schedule,
    Open,
    Close,
    StartReview,
    Decide,
    Archive,
}

/// <summary>« Appel à candidatures »: a period in which agents may submit ideas, and the directors asked for their opinion.</summary>
public sealed class CallForApplications : IAggregate
{
    /// <summary>Code of the refusal of what comes after the closing.</summary>
    public const string Closed = "call-closed";

    public const int SlugLength = 80;
    public const int TitleLength = 200;
    public const int ThemeLength = 100;
    public const int PresentationLength = 4000;
    public const int ProcedureVersionLength = 100;

    private readonly List<Juror> jurors = [];

    private CallForApplications()
    {
    }

    public static StateMachine<CallStatus, CallEvent> States { get; } = new(
        (CallStatus.Draft, CallEvent.Schedule, CallStatus.Scheduled),
        (CallStatus.Scheduled, CallEvent.Open, CallStatus.Open),
        (CallStatus.Open, CallEvent.Close, CallStatus.Closed),
        (CallStatus.Closed, CallEvent.StartReview, CallStatus.Reviewing),
        (CallStatus.Reviewing, CallEvent.Decide, CallStatus.Decided),
        (CallStatus.Decided, CallEvent.Archive, CallStatus.Archived));

    public Guid Id { get; private init; }

    public string Slug { get; private set; } = "";

    public string Title { get; private set; } = "";

    public string Theme { get; private set; } = "";

    /// <summary>Plain text, paragraphs separated by an empty line.</summary>
    public string Presentation { get; private set; } = "";

    /// <summary>First instant (UTC) at which an application may be submitted.</summary>
    public DateTime OpensAt { get; private set; }

    /// <summary>First instant (UTC) at which it no longer may, unless somebody was given more time.</summary>
    public DateTime ClosesAt { get; private set; }

    /// <summary>The day in Paris on which one knows who is heard; null as long as it is not set.</summary>
    public DateOnly? ShortlistOn { get; private set; }

    /// <summary>The day in Paris of the hearings; null as long as it is not set.</summary>
    public DateOnly? HearingsOn { get; private set; }

    /// <summary>The day in Paris on which everybody is answered; null as long as it is not set.</summary>
    public DateOnly? LettersOn { get; private set; }

    public int Places { get; private set; }

    /// <summary>In euros; null when none is announced.</summary>
    public decimal? Envelope { get; private set; }

    /// <summary>What the ideas are judged by, in order.</summary>
    public IReadOnlyList<string> Criteria { get; private set; } = [];

    /// <summary>What people ask, and what they are answered, in order.</summary>
    public IReadOnlyList<CallQuestion> Questions { get; private set; } = [];

    /// <summary>Who answers; may be empty.</summary>
    public string ContactName { get; private set; } = "";

    /// <summary>Where; may be empty.</summary>
    public string ContactEmail { get; private set; } = "";

    /// <summary>The units whose people, and those of the units beneath, may apply; everybody when there is none. In the row itself: a call is never read without it.</summary>
    public IReadOnlyList<Guid> Audience { get; private set; } = [];

    /// <summary>The version of the procedure of applications that those of this call begin in; null when they begin in the one in force on their day. Chosen when the call is scheduled, once.</summary>
    public string? ProcedureVersionId { get; private set; }

    public CallStatus Status { get; private set; }

    /// <summary>The form that it asks; null when it asks what the product brings.</summary>
    public Guid? FormId { get; private set; }

    public int Version { get; private set; }

    /// <summary>The directors whose opinion is asked on every application.</summary>
    public IReadOnlyList<Juror> Jurors => jurors;

    public CallSheet Sheet => new()
    {
        Title = Title,
        Theme = Theme,
        Presentation = Presentation,
        OpensAt = OpensAt,
        ClosesAt = ClosesAt,
        ShortlistOn = ShortlistOn,
        HearingsOn = HearingsOn,
        LettersOn = LettersOn,
        Places = Places,
        Envelope = Envelope,
        Criteria = Criteria,
        Questions = Questions,
        ContactName = ContactName,
        ContactEmail = ContactEmail,
    };

    public static CallForApplications Draft(Guid id, string slug, string title, string theme, string presentation, DateTime opensAt, DateTime closesAt, int places)
    {
        if (closesAt <= opensAt)
        {
            throw new ArgumentException("A call closes after it opens.", nameof(closesAt));
        }

        return Draft(id, slug, new CallSheet { Title = title, Theme = theme, Presentation = presentation, OpensAt = opensAt, ClosesAt = closesAt, Places = places });
    }

    /// <param name="id">Its identifier.</param>
    /// <param name="slug">Its address: <see cref="CallSlug.Problem"/>, and no other call's.</param>
    /// <param name="sheet">What is said of it.</param>
    public static CallForApplications Draft(Guid id, string slug, CallSheet sheet)
    {
        BrokenRuleException.ThrowIf(CallSlug.Problem(slug) ?? sheet.Problem);
        var call = new CallForApplications { Id = id, Slug = slug };
        call.Follow(sheet);
        return call;
    }

    /// <summary>Whether applications may be, or may have been, submitted: the instant decides, and a procedure that runs ahead of it or behind changes nothing.</summary>
    public bool HasOpened(DateTime now) => Status is not CallStatus.Draft && (now >= OpensAt || Status >= CallStatus.Open);

    public bool HasClosed(DateTime now) => Status is not CallStatus.Draft && (now >= ClosesAt || Status >= CallStatus.Closed);

    public Refusal? MayMove(string slug) => slug == Slug ? null
        : Status is not CallStatus.Draft ? new Refusal("call-slug-settled", "L’adresse de l’appel est publiée : elle ne change plus.")
        : CallSlug.Problem(slug);

    public void Move(string slug)
    {
        BrokenRuleException.ThrowIf(MayMove(slug));
        Slug = slug;
    }

    /// <summary>Why what is said of it may not change so; null when it may.</summary>
    /// <param name="sheet">All that would be said.</param>
    /// <param name="reason">Why; needed to close earlier a call that is open.</param>
    /// <param name="now">UTC.</param>
    public Refusal? MayChange(CallSheet sheet, string reason, DateTime now) => sheet.Problem ?? (
        Status is CallStatus.Archived ? Archived
        : Status is CallStatus.Draft ? null
        : MayMoveOpening(sheet, now) ?? MayMoveClosing(sheet, reason, now)
            ?? (HasOpened(now) && !Criteria.SequenceEqual(sheet.Criteria, StringComparer.Ordinal)
                ? new Refusal("call-criteria-settled", "L’appel est ouvert : ses critères ne changent plus, des agents ont écrit d’après eux.")
                : null));

    public void Change(CallSheet sheet, string reason, DateTime now)
    {
        BrokenRuleException.ThrowIf(MayChange(sheet, reason, now));
        Follow(sheet);
    }

    /// <summary>Why it may not be for these units; null when it may.</summary>
    public Refusal? MayBeFor(IReadOnlyCollection<Guid> units, DateTime now) =>
        Status is CallStatus.Archived ? Archived
        : HasOpened(now) && units.Count > 0 && (Audience.Count == 0 || Audience.Except(units).Any())
            ? new Refusal("call-audience-narrowed", "L’appel est ouvert : son public peut s’élargir, mais personne n’en est exclu après coup.")
            : null;

    public void AddressTo(IReadOnlyCollection<Guid> units, DateTime now)
    {
        BrokenRuleException.ThrowIf(MayBeFor(units, now));
        Audience = [.. units.Distinct()];
    }

    public void AddJuror(Guid staffMemberId)
    {
        if (jurors.TrueForAll(juror => juror.StaffMemberId != staffMemberId))
        {
            jurors.Add(new Juror(Id, staffMemberId));
        }
    }

    /// <summary>The code of a form of its own: never that of a form that the product brings, nor of another call, whatever its address becomes.</summary>
    public string FormCode => $"appel-{Id:N}";

    public void Ask(Guid? formId) => FormId = formId;

    public Refusal? MayNameJurors(IReadOnlyCollection<Guid> people) =>
        Status is CallStatus.Archived ? Archived
        : Status is CallStatus.Decided ? new Refusal("call-decided", "L’appel est décidé : les directions consultées ne changent plus.")
        : Status is not CallStatus.Draft && people.Count == 0 ? WithoutJuror
        : null;

    /// <summary>These, and no other, are asked from now on; what was asked already stays asked.</summary>
    public void NameJurors(IReadOnlyCollection<Guid> people)
    {
        BrokenRuleException.ThrowIf(MayNameJurors(people));
        jurors.RemoveAll(juror => !people.Contains(juror.StaffMemberId));
        foreach (var person in people)
        {
            AddJuror(person);
        }
    }

    /// <summary>Why it may not be deleted; null when it may: nobody but the team ever saw it.</summary>
    /// <param name="applications">How many it has, whatever their state.</param>
    public Refusal? MayBeDeleted(int applications) =>
        Status is not CallStatus.Draft ? new Refusal("call-announced", "Cet appel est programmé ou l’a été : il ne peut plus être supprimé.")
        : applications > 0 ? new Refusal("call-has-applications", "Cet appel a des candidatures : il ne peut pas être supprimé.")
        : null;

    /// <summary>Why it may not be announced; null when it may.</summary>
    public Refusal? MayBeScheduled(DateTime now) =>
        Status is not CallStatus.Draft ? new Refusal("call-already-scheduled", "Cet appel est déjà programmé.")
        : OpensAt <= now ? new Refusal("call-opens-in-the-past", $"L’ouverture, le {CallSheet.Tell(OpensAt)}, est déjà passée : choisissez un instant à venir.")
        : jurors.Count == 0 ? WithoutJuror
        : null;

    /// <summary>Announces it; its applications begin in the version in force when each is submitted.</summary>
    public void Schedule() => Schedule(procedureVersionId: null);

    /// <param name="procedureVersionId">The version that its applications will begin in; null for the one in force when each is submitted.</param>
    public void Schedule(string? procedureVersionId)
    {
        Status = States.Next(Status, CallEvent.Schedule);
        ProcedureVersionId = procedureVersionId;
    }

    /// <summary>Keeps, for the day when it is scheduled, the version that its applications would begin in.</summary>
    public void Prefer(string? procedureVersionId)
    {
        if (Status is not CallStatus.Draft)
        {
            throw new InvalidOperationException("The version is chosen when the call is scheduled.");
        }

        ProcedureVersionId = procedureVersionId;
    }

    /// <summary>Opens the call; does nothing when it is open already, so that a repeated step is harmless.</summary>
    public void Open() => Advance(CallStatus.Open, CallEvent.Open);

    /// <summary>Closes the call; does nothing when it is closed already.</summary>
    public void Close() => Advance(CallStatus.Closed, CallEvent.Close);

    /// <summary>Why people may not take it further; null when they may.</summary>
    /// <param name="occurred">One of those that people bring: the procedure opens and closes.</param>
    /// <param name="undecided">How many of its applications wait for a decision.</param>
    public Refusal? MayAdvance(CallEvent occurred, int undecided) =>
        occurred is not (CallEvent.StartReview or CallEvent.Decide or CallEvent.Archive) || !States.Allows(Status, occurred)
            ? new Refusal("call-not-there", "L’appel n’en est pas à cette étape : rechargez la page.")
        : occurred is CallEvent.Decide && undecided > 0
            ? new Refusal("call-undecided", undecided == 1 ? "Une candidature attend encore sa décision." : $"{undecided} candidatures attendent encore leur décision.")
            : null;

    public void Advance(CallEvent occurred, int undecided)
    {
        BrokenRuleException.ThrowIf(MayAdvance(occurred, undecided));
        Status = States.Next(Status, occurred);
    }

    /// <summary>Until when somebody may submit: the closing, or later for whom it was granted.</summary>
    public DateTime ClosesFor(CallGrace? grace) => DeadlineOf(grace).At;

    /// <summary>The same, and whose it is.</summary>
    public CallDeadline DeadlineOf(CallGrace? grace) => grace is { IsInForce: true } && grace.CallId == Id && grace.Until > ClosesAt ? new CallDeadline(grace.Until, IsPersonal: true) : new CallDeadline(ClosesAt, IsPersonal: false);

    /// <summary>Whether an application may be submitted at <paramref name="now"/>. The instants decide, not the status: a late clock closes nothing late.</summary>
    /// <param name="applicant">Who would; null when one does not know: whether anybody could.</param>
    /// <param name="now">UTC.</param>
    public Refusal? MayReceive(CallApplicant? applicant, DateTime now)
    {
        if (Status is CallStatus.Draft || now < OpensAt)
        {
            return new Refusal("call-not-open", "Cet appel n’est pas encore ouvert.");
        }

        var closesAt = ClosesFor(applicant?.Grace);
        if (now >= closesAt)
        {
            return new Refusal(Closed, closesAt == ClosesAt
                ? $"Cet appel est clos depuis le {CallSheet.Tell(ClosesAt)} : il ne reçoit plus de candidature."
                : $"Le délai qui vous avait été accordé a pris fin le {CallSheet.Tell(closesAt)} : cet appel ne reçoit plus de candidature.");
        }

        return applicant is null || IsFor(applicant)
            ? null
            : new Refusal("call-not-for-you", "Cet appel est réservé à certains services, et le vôtre n’en fait pas partie. Si c’est une erreur, écrivez à l’équipe de la Fabrique.");
    }

    /// <summary>Whether it is addressed to somebody, whenever.</summary>
    public bool IsFor(CallApplicant applicant) => Audience.Count == 0 || Audience.Any(applicant.Units.Contains);

    private static Refusal Archived { get; } = new("call-archived", "Cet appel est archivé : il ne change plus.");

    private static Refusal WithoutJuror { get; } = new("call-without-juror", "Choisissez d’abord au moins une personne dont l’avis sera demandé.");

    private Refusal? MayMoveOpening(CallSheet sheet, DateTime now) =>
        sheet.OpensAt == OpensAt ? null
        : HasOpened(now) ? new Refusal("call-already-open", "L’appel est ouvert : l’instant de son ouverture ne change plus.")
        : sheet.OpensAt <= now ? new Refusal("call-opens-in-the-past", $"L’ouverture, le {CallSheet.Tell(sheet.OpensAt)}, est déjà passée : choisissez un instant à venir.")
        : null;

    private Refusal? MayMoveClosing(CallSheet sheet, string reason, DateTime now) =>
        sheet.ClosesAt == ClosesAt ? null
        : HasClosed(now) ? new Refusal("call-already-closed", "L’appel est clos : il ne rouvre pas. Pour une personne empêchée, accordez un délai personnel.")
        : sheet.ClosesAt <= now ? new Refusal("call-closes-in-the-past", $"La clôture, le {CallSheet.Tell(sheet.ClosesAt)}, est déjà passée : choisissez un instant à venir.")
        : HasOpened(now) && sheet.ClosesAt < ClosesAt && reason.Length == 0
            ? new Refusal("call-closing-unexplained", $"L’appel est ouvert, et sa clôture est annoncée pour le {CallSheet.Tell(ClosesAt)} : pour l’avancer, donnez le motif de la correction.")
            : null;

    private void Follow(CallSheet sheet)
    {
        (Title, Theme, Presentation) = (sheet.Title, sheet.Theme, sheet.Presentation);
        (OpensAt, ClosesAt, ShortlistOn, HearingsOn, LettersOn) = (sheet.OpensAt, sheet.ClosesAt, sheet.ShortlistOn, sheet.HearingsOn, sheet.LettersOn);
        (Places, Envelope) = (sheet.Places, sheet.Envelope);
        (Criteria, Questions) = ([.. sheet.Criteria], [.. sheet.Questions]);
        (ContactName, ContactEmail) = (sheet.ContactName, sheet.ContactEmail);
    }

    private void Advance(CallStatus target, CallEvent occurred)
    {
        if (Status < target)
        {
            Status = States.Next(Status, occurred);
        }
    }
}

/// <summary>A director asked for an opinion on the applications of a call.</summary>
public sealed record Juror(Guid CallId, Guid StaffMemberId);
