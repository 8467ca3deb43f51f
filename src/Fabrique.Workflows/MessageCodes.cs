namespace Fabrique.Workflows;

/// <summary>What the runtime tells people besides the problems of definitions (<see cref="ProblemCodes"/>): in incidents, journals, refusals, reports and differences.</summary>
public static class MessageCodes
{
    /// <summary>Words of somebody else: of the author of a drawing or of an activity, of the system. Arguments: the words.</summary>
    public const string Said = "said";

    /// <summary>JSON ends or goes wrong. Arguments: line and column, from 1.</summary>
    public const string JsonBreaks = "json-breaks";

    /// <summary>An object of the JSON has a property twice.</summary>
    public const string JsonRepeatsProperty = "json-repeats-property";

    /// <summary>The JSON is no object.</summary>
    public const string JsonIsNoObject = "json-is-no-object";

    /// <summary>A property must be an activity. Arguments: its name.</summary>
    public const string NotAnActivity = "not-an-activity";

    /// <summary>A property must be a list of objects. Arguments: its name.</summary>
    public const string NotAListOfObjects = "not-a-list-of-objects";

    /// <summary>A property must be a text. Arguments: its name.</summary>
    public const string NotAText = "not-a-text";

    /// <summary>A property must be an object. Arguments: its name.</summary>
    public const string NotAnObject = "not-an-object";

    /// <summary>A value is not of the shape expected. Arguments: why.</summary>
    public const string UnexpectedShape = "unexpected-shape";

    /// <summary>No activity is of this kind. Arguments: the kind.</summary>
    public const string UnknownType = "unknown-type";

    /// <summary>An activity of Elsa is not executed here. Arguments: its kind, and what to draw instead, a message.</summary>
    public const string NotRunHere = "not-run-here";

    /// <summary>Expressions in a language of Elsa are not executed here. Arguments: the language.</summary>
    public const string LanguageNotRunHere = "language-not-run-here";

    /// <summary>What to draw instead of a state machine.</summary>
    public const string InsteadOfStateMachine = "instead-of-state-machine";

    /// <summary>What to draw instead of reading a console.</summary>
    public const string InsteadOfReadLine = "instead-of-read-line";

    /// <summary>What to draw instead of downloading a file.</summary>
    public const string InsteadOfDownload = "instead-of-download";

    /// <summary>What to draw instead of answering with a file.</summary>
    public const string InsteadOfFileResponse = "instead-of-file-response";

    /// <summary>What to draw instead of a script in another language.</summary>
    public const string InsteadOfOtherScript = "instead-of-other-script";

    /// <summary>What to do instead of altering instances by an activity.</summary>
    public const string InsteadOfAlteration = "instead-of-alteration";

    /// <summary>What to draw instead of an agent.</summary>
    public const string InsteadOfAgent = "instead-of-agent";

    /// <summary>An activity has no kind.</summary>
    public const string MissingType = "missing-type";

    /// <summary>A text was expected.</summary>
    public const string TextExpected = "text-expected";

    /// <summary>A property of a declaration is of another kind than it must be.</summary>
    public const string WrongProperty = "wrong-property";

    /// <summary>A variable. Arguments: its name.</summary>
    public const string TheVariable = "the-variable";

    /// <summary>An input of a workflow. Arguments: its name.</summary>
    public const string TheInput = "the-input";

    /// <summary>An output of a workflow. Arguments: its name.</summary>
    public const string TheOutput = "the-output";

    /// <summary>Instances start at a trigger and leave out what precedes.</summary>
    public const string StartsHere = "starts-here";

    /// <summary>A trigger starts instances besides.</summary>
    public const string StartsHereToo = "starts-here-too";

    /// <summary>A path is too long. Arguments: characters at most.</summary>
    public const string PathTooLong = "path-too-long";

    /// <summary>The braces of a path do not match. Arguments: the path.</summary>
    public const string PathWithStrayBrace = "path-with-stray-brace";

    /// <summary>A path has a character that a path cannot have. Arguments: the path.</summary>
    public const string PathWithReserved = "path-with-reserved";

    /// <summary>No expression is of this type. Arguments: the type.</summary>
    public const string UnknownLanguage = "unknown-language";

    /// <summary>A text is not JSON. Arguments: line and column where it breaks, from 1.</summary>
    public const string NotJson = "not-json";

    /// <summary>A value does not convert. Arguments: the value and the type.</summary>
    public const string UnfitValue = "unfit-value";

    /// <summary>An input of the workflow does not receive a value. Arguments: its name, and why.</summary>
    public const string UnfitInput = "unfit-input";

    /// <summary>An output of the workflow does not receive a value. Arguments: its name, and why.</summary>
    public const string UnfitOutput = "unfit-output";

    /// <summary>A variable does not receive a value. Arguments: its name, and why.</summary>
    public const string UnfitVariable = "unfit-variable";

    /// <summary>The workflow declares no variable of this name.</summary>
    public const string UndeclaredByWorkflow = "undeclared-by-workflow";

    /// <summary>The state of the instance would be too large. Arguments: bytes at most.</summary>
    public const string WouldExceedState = "would-exceed-state";

    /// <summary>The state of the instance is too large. Arguments: bytes at most.</summary>
    public const string StateTooLarge = "state-too-large";

    /// <summary>The instance is over and cannot be changed.</summary>
    public const string InstanceOver = "instance-over";

    /// <summary>An input of an activity cannot be evaluated. Arguments: its name, why, and the name of the activity.</summary>
    public const string UnevaluatedInput = "unevaluated-input";

    /// <summary>An expression names a variable that is not in sight. Arguments: its name.</summary>
    public const string VariableGone = "variable-gone";

    /// <summary>The variable to set is not in sight.</summary>
    public const string NoVariable = "no-variable";

    /// <summary>A version has no such activity. Arguments: the activity, the version, the definition.</summary>
    public const string ActivityGone = "activity-gone";

    /// <summary>The instance goes on without ever waiting.</summary>
    public const string NeverWaits = "never-waits";

    /// <summary>Launches one inside the other go too deep. Arguments: levels at most.</summary>
    public const string LaunchTooDeep = "launch-too-deep";

    /// <summary>One instance does too much. Arguments: how much at most, and of what, a message.</summary>
    public const string InstanceLimit = "instance-limit";

    /// <summary>The instances of one definition do too much within an hour. Arguments: its definition id, how much at most, and of what, a message.</summary>
    public const string ProcedureLimit = "procedure-limit";

    /// <summary>What is limited: launches.</summary>
    public const string Launches = "launches";

    /// <summary>What is limited: steps.</summary>
    public const string Steps = "steps";

    /// <summary>What is limited: mails.</summary>
    public const string Mails = "mails";

    /// <summary>What is limited: tasks.</summary>
    public const string Tasks = "tasks";

    /// <summary>An arrow leads back into the middle of a loop.</summary>
    public const string EnteredMidLoop = "entered-mid-loop";

    /// <summary>An input is no list. Arguments: its name.</summary>
    public const string NotAList = "not-a-list";

    /// <summary>An input is no list. Arguments: its name, and why.</summary>
    public const string NotAListBecause = "not-a-list-because";

    /// <summary>No level of logs has this name. Arguments: the name.</summary>
    public const string UnknownLevel = "unknown-level";

    /// <summary>The drawing asks for a failure without a message.</summary>
    public const string Failed = "failed";

    /// <summary>The drawing asks for a failure without a message. Arguments: its code.</summary>
    public const string FailedWithCode = "failed-with-code";

    /// <summary>The interval of a trigger is not positive. Arguments: the interval.</summary>
    public const string IntervalNotPositive = "interval-not-positive";

    /// <summary>A cron expression names no instant to come. Arguments: the expression.</summary>
    public const string CronWithoutFuture = "cron-without-future";

    /// <summary>What starts instances is too long a key. Arguments: its beginning, and characters at most.</summary>
    public const string KeyTooLong = "key-too-long";

    /// <summary>The workflow to start is not published. Arguments: its definition id.</summary>
    public const string ChildNotPublished = "child-not-published";

    /// <summary>The application makes no addresses that send events.</summary>
    public const string NoEventLinks = "no-event-links";

    /// <summary>An incident stops a child. Arguments: name of its workflow, and identifier of the instance.</summary>
    public const string ChildStopped = "child-stopped";

    /// <summary>The workflow that was started did not report its end.</summary>
    public const string ChildWithoutReport = "child-without-report";

    /// <summary>The journal of the instance is full. Arguments: lines at most.</summary>
    public const string JournalFull = "journal-full";

    /// <summary>What stands behind the beginning of a value that was too long for the journal. Arguments: characters of the whole.</summary>
    public const string ValueCut = "value-cut";

    /// <summary>A script did not end in time. Arguments: milliseconds at most.</summary>
    public const string ScriptTooSlow = "script-too-slow";

    /// <summary>A regular expression of a script did not end in time. Arguments: milliseconds at most.</summary>
    public const string ScriptPatternTooSlow = "script-pattern-too-slow";

    /// <summary>A script asks for too much memory. Arguments: megabytes at most.</summary>
    public const string ScriptTooLarge = "script-too-large";

    /// <summary>A script calls itself too deep. Arguments: levels at most.</summary>
    public const string ScriptTooDeep = "script-too-deep";

    /// <summary>A script executes too many statements. Arguments: statements at most.</summary>
    public const string ScriptTooLong = "script-too-long";

    /// <summary>A script failed. Arguments: what JavaScript says, line and column, from 1.</summary>
    public const string ScriptFailed = "script-failed";

    /// <summary>A script threw an error in its own words. Arguments: the words, line and column, from 1.</summary>
    public const string ScriptThrew = "script-threw";

    /// <summary>A script stopped, nobody knows where. Arguments: what JavaScript says.</summary>
    public const string ScriptStopped = "script-stopped";

    /// <summary>A text is no script. Arguments: what JavaScript says, line and column, from 1.</summary>
    public const string ScriptUnreadable = "script-unreadable";

    /// <summary>A template did not end in time. Arguments: milliseconds at most.</summary>
    public const string TemplateTooSlow = "template-too-slow";

    /// <summary>A template asks for too much memory. Arguments: megabytes at most.</summary>
    public const string TemplateTooLarge = "template-too-large";

    /// <summary>A text is no template. Arguments: what Liquid says, line and column, from 1.</summary>
    public const string TemplateUnreadable = "template-unreadable";

    /// <summary>A template stopped, nobody knows where. Arguments: what Liquid says.</summary>
    public const string TemplateStopped = "template-stopped";

    /// <summary>A template executes too many steps. Arguments: steps at most.</summary>
    public const string TemplateTooLong = "template-too-long";

    /// <summary>A range of a template is too long. Arguments: from, to, items at most.</summary>
    public const string TemplateRangeTooLong = "template-range-too-long";

    /// <summary>A list of a template is too long. Arguments: items at most.</summary>
    public const string TemplateListTooLong = "template-list-too-long";

    /// <summary>A value is nested too deep. Arguments: levels at most.</summary>
    public const string ValueTooDeep = "value-too-deep";

    /// <summary>A text is no Guid. Arguments: the text.</summary>
    public const string NotAGuid = "not-a-guid";

    /// <summary>A text is no base64.</summary>
    public const string NotBase64 = "not-base64";

    /// <summary>An entry is no range of addresses. Arguments: the entry.</summary>
    public const string NotAnAddressRange = "not-an-address-range";

    /// <summary>An entry is neither a host, with or without a port, nor a range of addresses. Arguments: the entry.</summary>
    public const string NotAHost = "not-a-host";

    /// <summary>The body of a request is too large. Arguments: bytes at most.</summary>
    public const string RequestTooLarge = "request-too-large";

    /// <summary>The body of a response is too large. Arguments: bytes at most.</summary>
    public const string ResponseTooLarge = "response-too-large";

    /// <summary>A server did not answer in time. Arguments: the server, and seconds.</summary>
    public const string ResponseTooSlow = "response-too-slow";

    /// <summary>A server answered with a status that is worth another attempt. Arguments: the server, and the status.</summary>
    public const string ResponseRefused = "response-refused";

    /// <summary>An address is not public. Arguments: the address.</summary>
    public const string AddressNotPublic = "address-not-public";

    /// <summary>A call brought nothing back.</summary>
    public const string CallWithoutAnswer = "call-without-answer";

    /// <summary>The URL is not a whole http or https address.</summary>
    public const string UrlNotComplete = "url-not-complete";

    /// <summary>The URL carries a password.</summary>
    public const string UrlWithPassword = "url-with-password";

    /// <summary>The authorisation does not go into a header.</summary>
    public const string AuthorizationUnfit = "authorization-unfit";

    /// <summary>A header is written by the connection. Arguments: its name.</summary>
    public const string HeaderReserved = "header-reserved";

    /// <summary>A header has a character that a header cannot have. Arguments: its name.</summary>
    public const string HeaderUnfit = "header-unfit";

    /// <summary>Headers are no JSON object. Arguments: name of the input.</summary>
    public const string HeadersNotAnObject = "headers-not-an-object";

    /// <summary>A method cannot be sent. Arguments: the method.</summary>
    public const string MethodUnfit = "method-unfit";

    /// <summary>A status code cannot be answered. Arguments: what was given.</summary>
    public const string StatusUnfit = "status-unfit";

    /// <summary>A resumption brings no request.</summary>
    public const string NoRequest = "no-request";

    /// <summary>No request awaits a response any more.</summary>
    public const string NobodyAwaitsResponse = "nobody-awaits-response";

    /// <summary>A mail has no recipient.</summary>
    public const string MailWithoutRecipient = "mail-without-recipient";

    /// <summary>The host sends no mails of workflows.</summary>
    public const string NoMailer = "no-mailer";

    /// <summary>A version cannot be deleted, since upgrades have to know it. Arguments: number of the version, name of the definition.</summary>
    public const string VersionShipped = "version-shipped";

    /// <summary>A version cannot be deleted, since instances need it. Arguments: number of the version, name of the definition.</summary>
    public const string VersionInUse = "version-in-use";

    /// <summary>The target is a version of another definition.</summary>
    public const string MoveToOtherDefinition = "move-to-other-definition";

    /// <summary>The instance is on this version.</summary>
    public const string MoveToSameVersion = "move-to-same-version";

    /// <summary>The target was never published.</summary>
    public const string MoveToDraft = "move-to-draft";

    /// <summary>The instance is finished.</summary>
    public const string MoveOfFinished = "move-of-finished";

    /// <summary>The instance does not exist any more.</summary>
    public const string MoveOfGone = "move-of-gone";

    /// <summary>The state of the instance cannot be read. Arguments: why.</summary>
    public const string MoveOfUnreadable = "move-of-unreadable";

    /// <summary>The instance has an open incident.</summary>
    public const string MoveWithIncident = "move-with-incident";

    /// <summary>The block where the instance is does not exist any more. Arguments: its name and identifier.</summary>
    public const string MoveWithoutBlock = "move-without-block";

    /// <summary>People may still give an answer that the version does not have. Arguments: the activity, the answer, the activity's identifier, the answers that the version has.</summary>
    public const string MoveWithoutAnswer = "move-without-answer";

    /// <summary>An answer that people may still give is called otherwise. Arguments: the activity, the answer, and what it becomes.</summary>
    public const string MoveRenamesAnswer = "move-renames-answer";

    /// <summary>An answer was given that the drawing does not have. Arguments: the answer, and those that it has.</summary>
    public const string AnswerNotDrawn = "answer-not-drawn";

    /// <summary>The activity where the instance waits does not exist any more. Arguments: its name and identifier.</summary>
    public const string MoveWithoutActivity = "move-without-activity";

    /// <summary>The activity is of another kind. Arguments: its name and identifier.</summary>
    public const string MoveToOtherType = "move-to-other-type";

    /// <summary>The activity stands in another block. Arguments: its name and identifier.</summary>
    public const string MoveToOtherBlock = "move-to-other-block";

    /// <summary>The drawing works with tokens. Arguments: its name and identifier.</summary>
    public const string MoveOfTokens = "move-of-tokens";

    /// <summary>The value of a variable does not convert any more. Arguments: its name, and why.</summary>
    public const string MoveToUnfitVariable = "move-to-unfit-variable";

    /// <summary>A variable goes with its value. Arguments: its name.</summary>
    public const string MoveLosesVariable = "move-loses-variable";

    /// <summary>A variable comes with its initial value. Arguments: its name.</summary>
    public const string MoveAddsVariable = "move-adds-variable";

    /// <summary>The simulation took too long. Arguments: seconds at most.</summary>
    public const string SimulationTooSlow = "simulation-too-slow";

    /// <summary>The simulation came too far in time. Arguments: the time at most, a message.</summary>
    public const string SimulationTooFar = "simulation-too-far";

    /// <summary>The simulation took too many steps. Arguments: steps at most.</summary>
    public const string SimulationTooLong = "simulation-too-long";

    /// <summary>A number of days. Arguments: the number.</summary>
    public const string Days = "days";

    /// <summary>A number of years. Arguments: the number.</summary>
    public const string Years = "years";

    /// <summary>An incident stops the workflow.</summary>
    public const string SimulationIncident = "simulation-incident";

    /// <summary>A workflow that was asked for cannot be started.</summary>
    public const string SimulationUndelivered = "simulation-undelivered";

    /// <summary>A workflow that was asked for is not published. Arguments: its definition id.</summary>
    public const string SimulationNotPublished = "simulation-not-published";

    /// <summary>The workflow waits without end. Arguments: names of the activities that wait.</summary>
    public const string SimulationBlocked = "simulation-blocked";

    /// <summary>There are paths besides those explored. Arguments: how many were.</summary>
    public const string MorePaths = "more-paths";

    /// <summary>Choices besides those explored were left to the usual answer. Arguments: how many were explored.</summary>
    public const string MoreChoices = "more-choices";

    /// <summary>No activity to be answered has this name. Arguments: the name, and the activities that there are, messages.</summary>
    public const string UnknownQuestion = "unknown-question";

    /// <summary>No activity to be answered has this name, and there is none. Arguments: the name.</summary>
    public const string NoQuestion = "no-question";

    /// <summary>An activity to be answered. Arguments: its name, and its answers in one text.</summary>
    public const string Question = "question";

    /// <summary>An activity has no such answer. Arguments: the answer, the activity, and the answers that there are.</summary>
    public const string UnknownAnswer = "unknown-answer";

    /// <summary>A switch that is on.</summary>
    public const string Yes = "yes";

    /// <summary>A switch that is off.</summary>
    public const string No = "no";

    /// <summary>Nothing is given.</summary>
    public const string Unset = "unset";

    /// <summary>What a variable holds. Arguments: its name.</summary>
    public const string ValueOfVariable = "value-of-variable";

    /// <summary>What an input of the workflow holds. Arguments: its name.</summary>
    public const string ValueOfInput = "value-of-input";

    /// <summary>What an expression gives. Arguments: its language, and its text.</summary>
    public const string ValueOfScript = "value-of-script";

    /// <summary>What a variable begins with. Arguments: its type and its initial value.</summary>
    public const string TypeWithValue = "type-with-value";

    /// <summary>The drawing of a definition, as a step that holds all others.</summary>
    public const string Drawing = "drawing";

    /// <summary>The variables that an activity declares.</summary>
    public const string BlockVariables = "block-variables";

    /// <summary>The name of a definition.</summary>
    public const string SettingName = "setting-name";

    /// <summary>The description of a definition.</summary>
    public const string SettingDescription = "setting-description";

    /// <summary>The outcomes of a definition.</summary>
    public const string SettingOutcomes = "setting-outcomes";

    /// <summary>The activation strategy.</summary>
    public const string SettingActivation = "setting-activation";

    /// <summary>The incident strategy.</summary>
    public const string SettingIncidents = "setting-incidents";

    /// <summary>Whether others may use a definition as an activity.</summary>
    public const string SettingUsable = "setting-usable";

    /// <summary>Whether those who use a definition follow its versions.</summary>
    public const string SettingUpdatesUsers = "setting-updates-users";

    /// <summary>Whether an activity starts instances.</summary>
    public const string SettingStarts = "setting-starts";

    /// <summary>Whether an activity executes in the background.</summary>
    public const string SettingInBackground = "setting-in-background";

    /// <summary>How an activity merges what arrives.</summary>
    public const string SettingMerge = "setting-merge";

    /// <summary>The execution mode of a flowchart.</summary>
    public const string SettingExecution = "setting-execution";

    /// <summary>What the journal keeps.</summary>
    public const string SettingJournal = "setting-journal";

    /// <summary>Whether what fails is tried again.</summary>
    public const string SettingResilience = "setting-resilience";

    /// <summary>A variable, as the beginning of a sentence. Arguments: its name.</summary>
    public const string VariableTitle = "variable-title";

    /// <summary>An input of the workflow, as the beginning of a sentence. Arguments: its name.</summary>
    public const string InputTitle = "input-title";

    /// <summary>An output of the workflow, as the beginning of a sentence. Arguments: its name.</summary>
    public const string OutputTitle = "output-title";

    /// <summary>A declaration is new. Arguments: its title, and its type.</summary>
    public const string DeclarationAdded = "declaration-added";

    /// <summary>A declaration is gone. Arguments: its title.</summary>
    public const string DeclarationRemoved = "declaration-removed";

    /// <summary>A declaration is called otherwise. Arguments: its former title, and its name.</summary>
    public const string DeclarationRenamed = "declaration-renamed";

    /// <summary>A setting or a declaration is another. Arguments: its title, and before → after.</summary>
    public const string PartChanged = "part-changed";

    /// <summary>A step is new. Arguments: its name.</summary>
    public const string StepAdded = "step-added";

    /// <summary>A step is new. Arguments: its name, and the block that it stands in.</summary>
    public const string StepAddedIn = "step-added-in";

    /// <summary>A step is gone. Arguments: its name.</summary>
    public const string StepRemoved = "step-removed";

    /// <summary>A step is gone. Arguments: its name, and the block that it stood in.</summary>
    public const string StepRemovedFrom = "step-removed-from";

    /// <summary>A step is called otherwise. Arguments: its former name, and its name.</summary>
    public const string StepRenamed = "step-renamed";

    /// <summary>A step is of another kind. Arguments: its name, its former kind, and its kind.</summary>
    public const string StepRetyped = "step-retyped";

    /// <summary>A step stands in the drawing itself now, or in another place of its block. Arguments: its name.</summary>
    public const string StepRehoused = "step-rehoused";

    /// <summary>A step stands in another block. Arguments: its name, and the block.</summary>
    public const string StepRehousedIn = "step-rehoused-in";

    /// <summary>A step is given something else. Arguments: its name, what is given, and before → after.</summary>
    public const string StepChanged = "step-changed";

    /// <summary>An arrow is new. Arguments: the arrow.</summary>
    public const string ConnectionAdded = "connection-added";

    /// <summary>An arrow is gone. Arguments: the arrow.</summary>
    public const string ConnectionRemoved = "connection-removed";

    /// <summary>An arrow. Arguments: the step that it leaves, and the step that it leads to.</summary>
    public const string Arrow = "arrow";

    /// <summary>An arrow. Arguments: the step that it leaves, by which outcome, and the step that it leads to.</summary>
    public const string ArrowOfOutcome = "arrow-of-outcome";

    /// <summary>What a simulation would have called, when it is not known.</summary>
    public const string OutsideCall = "outside-call";
}
