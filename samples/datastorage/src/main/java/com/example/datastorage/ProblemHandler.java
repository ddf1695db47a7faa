package com.example.datastorage;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.validation.FieldError;
import org.springframework.validation.method.ParameterErrors;
import org.springframework.validation.method.ParameterValidationResult;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Answers every error with a problem detail (RFC 9457); for invalid input it lists what is wrong, field by field. */
@RestControllerAdvice
class ProblemHandler extends ResponseEntityExceptionHandler {

    @Override
    protected @Nullable ResponseEntity<Object> handleHandlerMethodValidationException(
            HandlerMethodValidationException ex, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        list(ex.getBody(), ex.getParameterValidationResults().stream().flatMap(ProblemHandler::errors));
        return super.handleHandlerMethodValidationException(ex, headers, status, request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleMethodArgumentNotValid(
            MethodArgumentNotValidException ex, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        list(ex.getBody(), ex.getFieldErrors().stream().map(error -> Invalid.of(error, null)));
        return super.handleMethodArgumentNotValid(ex, headers, status, request);
    }

    private static void list(ProblemDetail problem, Stream<Invalid> errors) {
        List<Invalid> sorted = errors.sorted().toList();
        problem.setDetail("The request is not valid: " + sorted.get(0) + (sorted.size() > 1 ? " and more" : "") + ".");
        problem.setProperty("errors", sorted);
    }

    private static Stream<Invalid> errors(ParameterValidationResult result) {
        if (result instanceof ParameterErrors nested) {
            return nested.getFieldErrors().stream().map(error -> Invalid.of(error, nested.getContainerIndex()));
        }
        String parameter =
                Objects.requireNonNullElse(result.getMethodParameter().getParameterName(), "");
        return result.getResolvableErrors().stream()
                .map(error -> new Invalid(parameter, Objects.requireNonNullElse(error.getDefaultMessage(), "invalid")));
    }

    /** A field and what is wrong with it. */
    record Invalid(String field, String message) implements Comparable<Invalid> {

        static Invalid of(FieldError error, @Nullable Integer index) {
            String name = error.getField().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
            String message = error.isBindingFailure()
                    ? "is not readable: " + error.getRejectedValue()
                    : Objects.requireNonNullElse(error.getDefaultMessage(), "invalid");
            return new Invalid(index == null ? name : "[" + index + "]." + name, message);
        }

        @Override
        public int compareTo(Invalid other) {
            return this.field.compareTo(other.field);
        }

        @Override
        public String toString() {
            return this.field + " " + this.message;
        }
    }
}
