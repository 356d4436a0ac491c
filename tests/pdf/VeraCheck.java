import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.FileInputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.LogManager;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;

/**
 * Answers veraPDF verdicts over standard input and output, so one JVM serves a whole test run.
 *
 * <p>Question: one line, profile name, tab, file path. Answer: one line per broken rule, then a
 * line PASS, FAIL or ERROR with the number of assertions checked.
 */
final class VeraCheck {
  private static final int MAX_FAILURES = 10_000;

  private VeraCheck() {}

  public static void main(String[] args) throws Exception {
    PrintStream answers = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    System.setOut(new PrintStream(new ByteArrayOutputStream(), true));
    LogManager.getLogManager().reset();
    VeraGreenfieldFoundryProvider.initialise();
    BufferedReader questions =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    String line;
    while ((line = questions.readLine()) != null) {
      String[] question = line.split("\t", 2);
      try {
        answers.println(check(question[0], question[1], answers));
      } catch (Exception | LinkageError error) {
        answers.println("ERROR 0 " + error);
      }
    }
  }

  private static String check(String profileName, String path, PrintStream answers)
      throws Exception {
    ValidationProfile profile = profile(profileName);
    try (FileInputStream file = new FileInputStream(path);
        PDFAParser parser =
            Foundries.defaultInstance().createParser(file, profile.getPDFAFlavour());
        PDFAValidator validator =
            Foundries.defaultInstance()
                .createValidator(profile, MAX_FAILURES, false, true, false)) {
      ValidationResult result = validator.validate(parser);
      brokenRules(result).forEach((rule, example) -> answers.println(rule + ": " + example));
      return (result.isCompliant() ? "PASS " : "FAIL ") + result.getTotalAssertions();
    }
  }

  /** The library's own directory of profiles stays empty outside its application. */
  private static ValidationProfile profile(String name) throws Exception {
    String resource = "/org/verapdf/pdfa/validation/" + name + ".xml";
    return Profiles.profileFromXml(VeraCheck.class.getResourceAsStream(resource));
  }

  private static Map<String, String> brokenRules(ValidationResult result) {
    Map<String, String> broken = new TreeMap<>();
    for (TestAssertion assertion : result.getTestAssertions()) {
      if (assertion.getStatus() == TestAssertion.Status.FAILED) {
        String rule =
            assertion.getRuleId().getClause() + " t" + assertion.getRuleId().getTestNumber();
        String example = assertion.getMessage() + " @ " + assertion.getLocation().getContext();
        broken.putIfAbsent(rule, example.replaceAll("\\s+", " "));
      }
    }
    return broken;
  }
}
