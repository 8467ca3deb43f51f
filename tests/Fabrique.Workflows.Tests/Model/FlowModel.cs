namespace Fabrique.Workflows.Tests.Model;

/// <summary>
/// What Elsa's counter mode prescribes, in its plainest form: nothing is stored, nothing is optimised, dead paths are followed by recursion,
/// and arrows are looked up by walking the drawing.
/// </summary>
internal sealed class FlowModel
{
    private readonly List<(Shape Shape, Run? Owner, bool IsBackward)> _scheduled = [];
    private readonly List<Run> _waiting = [];
    private readonly Dictionary<string, int> _decided = new(StringComparer.Ordinal);
    private bool _isFinishing;

    public FlowModel(Flow root, DateTime now)
    {
        Now = now;
        _scheduled.Add((root, null, false));
        Drain();
    }

    public DateTime Now { get; private set; }

    public bool IsFinished { get; private set; }

    /// <summary>Begins, suspensions, resumptions and completions, in order.</summary>
    public List<string> Trace { get; } = [];

    /// <summary>Waits that the flow abandoned.</summary>
    public List<string> Abandoned { get; } = [];

    /// <summary>Who waits, in the order in which they began to.</summary>
    public IReadOnlyList<Run> Waiting => _waiting;

    /// <returns>How many waited for it.</returns>
    public int Publish(string eventName)
    {
        var resumed = 0;
        foreach (var run in _waiting.Where(run => run.Shape is WaitEvent wait && wait.EventName == eventName).ToList())
        {
            // The one before may have abandoned it.
            if (_waiting.Contains(run))
            {
                Resume(run, "Done");
                resumed++;
            }
        }

        return resumed;
    }

    public void Answer(string shapeId, string answer) => Resume(_waiting.First(run => run.Shape.Id == shapeId), answer);

    public void PassTime(DateTime now)
    {
        Now = now;
        while (_waiting.Where(run => run.DueAt <= Now).OrderBy(run => run.DueAt).FirstOrDefault() is { } due)
        {
            Resume(due, "Done");
        }
    }

    public void CancelAll()
    {
        Abandoned.AddRange(_waiting.Select(run => run.Shape.Id));
        _waiting.Clear();
        IsFinished = true;
    }

    private void Resume(Run run, string outcome)
    {
        _waiting.Remove(run);
        Trace.Add($"{run.Shape.Id}:Resumed");
        Complete(run, [outcome]);
        Drain();
    }

    private void Drain()
    {
        while (_scheduled.Count > 0 && !IsFinished)
        {
            var (shape, owner, isBackward) = _scheduled[0];
            _scheduled.RemoveAt(0);
            Begin(new Run(shape, owner, isBackward));
        }
    }

    private void Begin(Run run)
    {
        run.Owner?.Children.Add(run);
        Trace.Add($"{run.Shape.Id}:Started");
        switch (run.Shape)
        {
            case Decision decision:
                var count = _decided[decision.Id] = _decided.GetValueOrDefault(decision.Id) + 1;
                Complete(run, [count <= decision.Times ? "True" : "False"]);
                break;
            case Switch choice:
                var matches = choice.Cases.Where(option => option.IsMatch).Select(option => option.Label).Take(choice.MatchesAny ? choice.Cases.Count : 1).ToList();
                Complete(run, matches.Count > 0 ? matches : ["Default"]);
                break;
            case Fork fork:
                Complete(run, fork.Branches);
                break;
            case WaitEvent or WaitAnswer or WaitTime:
                run.DueAt = run.Shape is WaitTime time ? Now.AddSeconds(time.Seconds) : null;
                _waiting.Add(run);
                Trace.Add($"{run.Shape.Id}:Suspended");
                break;
            case Steps { Children.Count: > 0 } steps:
                Schedule(run, steps.Children[0]);
                break;
            case Choice choice when (choice.IsTrue ? choice.Then : choice.Else) is { } branch:
                Schedule(run, branch);
                break;
            case Each { Count: > 0 } each:
                Schedule(run, each.Body);
                break;
            case Flow flow:
                Schedule(run, flow.Children[0]);
                break;
            case Stop { IsFinish: true }:
                _isFinishing = true;
                Complete(run, ["Done"]);
                break;
            default:
                Complete(run, ["Done"]);
                break;
        }
    }

    private void Schedule(Run owner, Shape shape, bool isBackward = false) => _scheduled.Add((shape, owner, isBackward));

    private void Complete(Run run, IReadOnlyList<string> outcomes)
    {
        run.Children.ToList().ForEach(Cancel);
        _scheduled.RemoveAll(item => item.Owner == run);
        Trace.Add($"{run.Shape.Id}:Completed");
        run.Owner?.Children.Remove(run);
        if (_isFinishing)
        {
            CancelAll();
        }
        else if (run.Owner is { } owner)
        {
            ChildCompleted(owner, run, outcomes);
        }
        else
        {
            IsFinished = true;
        }
    }

    private void Cancel(Run run)
    {
        run.Children.ToList().ForEach(Cancel);
        _scheduled.RemoveAll(item => item.Owner == run);
        run.Owner?.Children.Remove(run);
        if (_waiting.Remove(run))
        {
            Abandoned.Add(run.Shape.Id);
        }
    }

    private void ChildCompleted(Run owner, Run child, IReadOnlyList<string> outcomes)
    {
        switch (owner.Shape)
        {
            case Choice:
                Complete(owner, ["Done"]);
                break;
            case Each each:
                owner.Rounds++;
                if (owner.Rounds < each.Count)
                {
                    Schedule(owner, each.Body);
                }
                else
                {
                    Complete(owner, ["Done"]);
                }

                break;
            case Steps steps:
                var next = steps.Children.SkipWhile(step => step != child.Shape).Skip(1).FirstOrDefault();
                if (child.Shape is Stop || next is null)
                {
                    Complete(owner, ["Done"]);
                }
                else
                {
                    Schedule(owner, next);
                }

                break;
            case Flow when child.Shape is Stop:
                Complete(owner, ["Done"]);
                break;
            case Flow flow:
                Leave(owner, flow, child.Shape, outcomes, isCounted: !child.IsBackward && child.Shape is not Join { Mode: "WaitAny" });
                if (owner.Children.Count == 0 && !_scheduled.Exists(item => item.Owner == owner))
                {
                    Complete(owner, ["Done"]);
                }

                break;
        }
    }

    private void Leave(Run owner, Flow flow, Shape shape, IReadOnlyList<string> outcomes, bool isCounted)
    {
        owner.Count(shape.Id, isCounted ? 1 : 0);
        foreach (var arrow in flow.Arrows.Where(arrow => arrow.From == shape.Id))
        {
            owner.Follow(arrow, outcomes.Contains(arrow.Port));
            if (!flow.IsBackward(arrow))
            {
                Arrive(owner, flow, arrow);
            }
            else if (owner.IsFollowed(arrow))
            {
                Schedule(owner, flow.Find(arrow.To), isBackward: true);
            }
        }
    }

    private void Arrive(Run owner, Flow flow, Arrow arrow)
    {
        var target = flow.Find(arrow.To);
        var mode = target is Join join ? join.Mode : "WaitAllActive";
        if (mode == "WaitAny" && owner.IsFollowed(arrow))
        {
            // The first arrival of a round runs the join; the others of that round find it counted.
            var late = owner.Visits(arrow) - owner.Visits(target.Id);
            if (late > 0)
            {
                owner.Count(target.Id, late);
                Schedule(owner, target);
                Abandon(owner, flow, target);
            }

            return;
        }

        var inbound = flow.Arrows.Where(candidate => candidate.To == target.Id && !flow.IsBackward(candidate)).ToList();
        if (inbound.Min(owner.Visits) <= owner.Visits(target.Id))
        {
            return;
        }

        if (mode == "WaitAll" ? inbound.TrueForAll(owner.IsFollowed) : inbound.Exists(owner.IsFollowed))
        {
            Schedule(owner, target);
        }
        else
        {
            Leave(owner, flow, target, [], isCounted: true);
        }
    }

    /// <summary>Whatever could still come to the join is a dead path.</summary>
    private void Abandon(Run owner, Flow flow, Shape join)
    {
        var forward = flow.Arrows.Where(arrow => !flow.IsBackward(arrow)).ToList();
        bool IsAncestor(Shape shape) => shape != join && Flow.Reaches(shape.Id, join.Id, without: null, forward);

        var scheduled = _scheduled.Where(item => item.Owner == owner && IsAncestor(item.Shape)).ToList();
        var open = owner.Children.Where(child => IsAncestor(child.Shape)).ToList();
        _scheduled.RemoveAll(scheduled.Contains);
        open.ForEach(Cancel);
        foreach (var (shape, isBackward) in scheduled.Select(item => (item.Shape, item.IsBackward)).Concat(open.Select(child => (child.Shape, child.IsBackward))))
        {
            Leave(owner, flow, shape, [], isCounted: !isBackward);
        }
    }

    /// <summary>An execution of a shape.</summary>
    internal sealed class Run(Shape shape, Run? owner, bool isBackward)
    {
        private readonly Dictionary<string, int> _visits = new(StringComparer.Ordinal);
        private readonly Dictionary<Arrow, (int Visits, bool IsFollowed)> _arrows = [];

        public Shape Shape { get; } = shape;

        public Run? Owner { get; } = owner;

        public bool IsBackward { get; } = isBackward;

        public List<Run> Children { get; } = [];

        public DateTime? DueAt { get; set; }

        /// <summary>Items of a list that are done.</summary>
        public int Rounds { get; set; }

        public void Count(string shapeId, int visits) => _visits[shapeId] = Visits(shapeId) + visits;

        public int Visits(string shapeId) => _visits.GetValueOrDefault(shapeId);

        public void Follow(Arrow arrow, bool isFollowed) => _arrows[arrow] = (Visits(arrow) + 1, isFollowed);

        public int Visits(Arrow arrow) => _arrows.GetValueOrDefault(arrow).Visits;

        public bool IsFollowed(Arrow arrow) => _arrows.GetValueOrDefault(arrow).IsFollowed;
    }
}
